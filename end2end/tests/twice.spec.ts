// Sent twice is counted once; rated twice is asked about.
import { aCaseToRate, anotherWindow, aWindow } from '../support/demo';
import { code, rateWell, RatingForm, unfold } from '../support/rating';
import { expect, test } from '../support/test';

for (const [what, url] of [
  ['a window', () => aWindow.url],
  ['a case', aCaseToRate],
] as const) {
  test(`the same form of ${what} sent twice at the same moment makes one rating`, async ({ page, script }) => {
    const address = url();
    await new RatingForm(page, script).open(address);
    const key = await page.locator('input[name="key"]').inputValue();
    const send = () => page.request.post(address, { form: { level: '4', words: '', key }, maxRedirects: 0 });
    const [one, two] = await Promise.all([send(), send()]);
    expect([one.status(), two.status()]).toEqual([303, 303]);
    expect(one.headers().location).toMatch(/^\/r\//);
    expect(two.headers().location).toBe(one.headers().location);
  });
}

test('two quick taps on the button make one rating', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(5);
  await rating.submitButton.dblclick();
  await rating.receipt();
  await expect(page.locator('.receipt')).toContainText('已存档');
});

for (const [what, url] of [
  ['a window', () => aWindow.url],
  ['a case', aCaseToRate],
] as const) {
  test(`going back to the form of ${what} and sending it again leads to the same receipt`, async ({ page, script }) => {
    const first = await rateWell(page, script, url());
    await page.goBack();
    const rating = new RatingForm(page, script);
    await rating.ready();
    await rating.choose(5);
    await rating.submit();
    expect(await rating.receipt()).toBe(first);
    await expect(page.locator('main')).toContainText('没有重复计入');
  });
}

test('another rating written over a form that was gone back to is asked about', async ({ page, script }) => {
  const first = await rateWell(page, script, aWindow.url);
  await page.goBack();
  const rating = new RatingForm(page, script);
  await rating.ready();
  await rating.choose(1);
  await rating.words.fill('换了一个人来评价');
  await rating.submit();
  await expect(page.getByText('这是另一次服务吗？')).toBeVisible();
  expect(await page.locator('main').innerText()).not.toContain(first);
  await expect(rating.words).toHaveValue('换了一个人来评价');
});

test('a second rating of the same window is asked about, and counts when it is another service', async ({
  page,
  script,
}) => {
  const first = await rateWell(page, script, aWindow.url);
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(4);
  await rating.words.fill('第二次来办事');
  await rating.submit();
  await expect(page.getByText('这是另一次服务吗？')).toBeVisible();
  await expect(rating.words).toHaveValue('第二次来办事');
  expect(await page.locator('main').innerText()).not.toContain(first);

  await rating.ready();
  await page.locator('.answers').getByRole('button', { name: '是，这是另一次服务，提交' }).click();
  const second = await rating.receipt();
  expect(second).not.toBe(first);
  await unfold(page);
  await expect(page.getByText('第二次来办事')).toBeVisible();
});

test('saying that it is no other service sends nothing', async ({ page, script }) => {
  await rateWell(page, script, aWindow.url);
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(4);
  await rating.submit();
  await page.getByRole('link', { name: '不是，不再提交' }).click();
  await expect(page).toHaveURL('/');
});

test('another window on the same device is not asked about', async ({ page, script }) => {
  const first = await rateWell(page, script, aWindow.url);
  await rateWell(page, script, anotherWindow.url);
  expect(code(page)).not.toBe(first);
});

// What script adds on a bad network: nothing written is lost, and nothing is said to have arrived
// that has not.
import { aCase, aWindow } from '../support/demo';
import { RatingForm, unfold } from '../support/rating';
import { expect, test } from '../support/test';

test('what was written survives a reload, and is offered, never filled in: the phone may be another hand', async ({
  page,
  script,
}) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(2);
  await rating.tickFirst(2);
  await rating.words.fill('还没写完');
  await page.reload();
  await rating.ready();
  await expect(page.getByText('本机有一份未提交的评价')).toBeVisible();
  await expect(rating.chosen).toHaveCount(0);
  await expect(rating.words).toHaveValue('');
  await page.getByRole('button', { name: '恢复' }).click();
  await expect(rating.radio(2)).toBeChecked();
  await expect(rating.words).toHaveValue('还没写完');
  await expect(rating.boxes(2).first()).toBeChecked();
});

test('a phone number is not kept on the device', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.words.fill('草稿');
  await page.getByText('希望回访？').click();
  await page.getByLabel('手机号', { exact: true }).fill('13805330000');
  await page.reload();
  await rating.ready();
  await page.getByRole('button', { name: '恢复' }).click();
  await expect(rating.words).toHaveValue('草稿');
  await expect(page.locator('input[name="phone"]')).toHaveValue('');
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored).not.toContain('13805330000');
});

test('a draft of one window does not show in another page', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.words.fill('只给这个窗口');
  await rating.open(aCase('open'));
  await expect(rating.words).toHaveValue('');
});

test('a draft can be cleared', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(4);
  await rating.words.fill('不要了');
  await page.reload();
  await rating.ready();
  await page.getByRole('button', { name: '清除' }).click();
  await page.reload();
  await rating.ready();
  await expect(page.getByText('本机有一份未提交的评价')).toHaveCount(0);
  await expect(rating.words).toHaveValue('');
});

test('without a network the page says that nothing has arrived, and sends once when it is back', async ({
  page,
  context,
  script,
}) => {
  const answered: string[] = [];
  page.on('response', (response) => {
    if (response.request().method() === 'POST') answered.push(response.request().postData() ?? '');
  });
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(1);
  await rating.words.fill('地下一层没有信号');
  await context.setOffline(true);
  await rating.submit();
  await expect(page.getByText('还没有送达')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(aWindow.url));
  await expect(rating.words).toHaveValue('地下一层没有信号');

  await context.setOffline(false);
  await rating.receipt();
  await unfold(page);
  await expect(page.getByText('地下一层没有信号')).toBeVisible();
  expect(answered).toHaveLength(1);
});

test('what was kept is gone once it was sent', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(5);
  await rating.words.fill('已经送到');
  await rating.submit();
  await rating.receipt();
  await rating.open(aWindow.url);
  await expect(page.getByText('本机有一份未提交的评价')).toHaveCount(0);
  await expect(rating.words).toHaveValue('');
});

test('what was kept is gone also when the server asked once more before it took it', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(1);
  await rating.submit();
  await expect(rating.errors).toBeVisible();
  await rating.ready();
  await rating.words.fill('补上原因');
  await rating.submit();
  await rating.receipt();
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('补上原因');
});

test('an answer that gets lost does not make a second rating', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(5);
  let lost = '';
  await page.route(
    (url) => url.pathname === aWindow.url,
    async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      // The server takes the rating; the phone never hears of it.
      const response = await route.fetch({ maxRedirects: 0 });
      lost = response.headers().location ?? (await response.text());
      return route.abort('connectionreset');
    },
  );
  await rating.submit();
  await expect(page.getByText('还没有送达')).toBeVisible();
  await expect(page.getByRole('button', { name: '立即重试' })).toBeVisible();
  await page.unrouteAll();
  const receipt = await rating.receipt();
  expect(lost.replaceAll('-', '')).toContain(receipt.replaceAll('-', ''));
});

test('a sent form that comes back from the browser\'s memory leads to the same receipt', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(5);
  // The browser would show the page as it was left. Here it never leaves: "no content" keeps it.
  const left = page.waitForEvent('requestfailed', (request) => request.url().includes('/r/'));
  await page.route('**/r/*', (route) => route.fulfill({ status: 204 }));
  await rating.submit();
  const first = new URL((await left).url()).pathname.split('/')[2];
  await page.unrouteAll({ behavior: 'wait' });
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await rating.submit();
  expect(await rating.receipt()).toBe(first);
  await expect(page.locator('main')).toContainText('没有重复计入');
});

// The link that a person gets after a case: one rating for one service.
import { aCase, aCaseToRate } from '../support/demo';
import { RatingForm, rateWell, unfold } from '../support/rating';
import { expect, test } from '../support/test';

test('a case link takes a rating of that case', async ({ page, script }) => {
  const url = aCaseToRate();
  const rating = await new RatingForm(page, script).open(url);
  await expect(page.getByText('您正在评价')).toBeVisible();
  const item = await page.getByRole('heading', { level: 1 }).innerText();
  await rating.choose(2);
  await rating.tickFirst(2);
  await rating.submit();
  await rating.receipt();
  await expect(page.locator('.receipt')).toContainText(item);
  await unfold(page);
  await expect(page.getByText('已关联')).toBeVisible();
});

test('after its rating the link says that it was used', async ({ page, script }) => {
  const url = aCaseToRate();
  await rateWell(page, script, url);
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('这个链接已经评价过');
  await expect(page.locator('form#rating')).toHaveCount(0);
});

test('another rating written over the form of a case that was rated is told that it was', async ({ page, script }) => {
  await rateWell(page, script, aCaseToRate());
  await page.goBack();
  const rating = new RatingForm(page, script);
  await rating.ready();
  await rating.choose(3);
  await rating.submit();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('这个链接已经评价过');
});

for (const [state, heading] of [
  ['used', '这个链接已经评价过'],
  ['expired', '评价链接已过期'],
  ['revoked', '评价链接已停用'],
] as const) {
  test(`a link that is ${state} says so and leads on`, async ({ page }) => {
    await page.goto(aCase(state));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expect(page.locator('main').getByRole('link').first()).toBeVisible();
  });
}

test('a link that was cut short says so and leads on', async ({ page }) => {
  await page.goto(aCase('open').slice(0, -3));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('评价链接不正确');
  await expect(page.locator('main').getByRole('link').first()).toBeVisible();
});

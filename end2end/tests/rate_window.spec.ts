// Rating a window: the fewest steps there can be, the same for every level.
import { aWindow } from '../support/demo';
import { LEVELS, RatingForm, unfold, type Level } from '../support/rating';
import { expect, test } from '../support/test';

for (const level of [5, 4, 3] as Level[]) {
  test(`${LEVELS[level]} takes two taps: the face and the button`, async ({ page, script }) => {
    const rating = await new RatingForm(page, script).open(aWindow.url);
    await rating.choose(level);
    await rating.submit();
    await rating.receipt();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('评价已收到，谢谢您');
    expect(rating.clicks).toBe(2);
  });
}

for (const level of [2, 1] as Level[]) {
  test(`${LEVELS[level]} takes three taps: the face, a reason and the button`, async ({ page, script }) => {
    const rating = await new RatingForm(page, script).open(aWindow.url);
    await rating.choose(level);
    const reason = await rating.tickFirst(level);
    await rating.submit();
    await rating.receipt();
    expect(rating.clicks).toBe(3);
    await unfold(page);
    await expect(page.getByText(reason)).toBeVisible();
  });
}

test('no level and no indicator is chosen before the person chooses; anonymous is the given choice', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await expect(rating.chosen).toHaveCount(0);
  await expect(page.getByLabel('匿名评价')).toBeChecked();
  await expect(rating.words).toHaveValue('');
});

test('the page says which window is rated, by name and by code', async ({ page }) => {
  await page.goto(aWindow.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(aWindow.window);
  await expect(page.getByText(aWindow.hall).first()).toBeVisible();
  await expect(page.getByText(aWindow.code).first()).toBeVisible();
});

test('the words and a phone number arrive with the rating', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(1);
  await rating.words.fill('等了两个小时，<b>没有人</b>说为什么。');
  await page.getByText('希望回访？').click();
  await page.getByLabel('手机号', { exact: true }).fill('13805330000');
  await page.getByLabel('我同意保存这个号码').check();
  await rating.submit();
  await rating.receipt();
  await unfold(page);
  await expect(page.getByText('等了两个小时，<b>没有人</b>说为什么。')).toBeVisible();
  await expect(page.getByText('已留，用于回访')).toBeVisible();
  await expect(page.getByText('13805330000')).toHaveCount(0);
});

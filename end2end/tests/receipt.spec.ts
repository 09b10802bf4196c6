// The receipt: whoever holds the code sees that it counted; what was given opens only on the device
// that rated, or by the PIN that was shown once.
import type { Page } from '@playwright/test';
import { aWindow, mistyped } from '../support/demo';
import { code, rateWell, RatingForm, unfold } from '../support/rating';
import { expect, test, watch } from '../support/test';

const given = (page: Page) => page.getByRole('heading', { name: '您的评价' });
const pinOf = (page: Page) => page.locator('.pin .receipt__code').innerText();

test('the receipt shows its code, the place and that it counts', async ({ page, script }) => {
  const receipt = await rateWell(page, script, aWindow.url);
  const shown = await page.locator('.receipt > .receipt__code').innerText();
  expect(shown.replaceAll('-', '')).toBe(receipt.replaceAll('-', ''));
  await expect(page.locator('.receipt')).toContainText(aWindow.window);
  await expect(page.locator('.receipt')).toContainText('已存档');
});

test('the PIN is shown once', async ({ page, script }) => {
  await rateWell(page, script, aWindow.url);
  await expect(page.locator('.pin')).toContainText('只显示这一次');
  await page.goto(page.url());
  await expect(page.locator('.receipt')).toBeVisible();
  await expect(page.locator('.pin')).toHaveCount(0);
});

test('right after sending, what was given stays folded', async ({ page, script }) => {
  await rateWell(page, script, aWindow.url);
  await expect(given(page)).toBeHidden();
  await unfold(page);
  await expect(page.getByText('非常满意').first()).toBeVisible();
});

test('the device that rated sees what it gave, later too', async ({ page, script }) => {
  await rateWell(page, script, aWindow.url);
  await page.goto(page.url());
  await expect(given(page)).toBeVisible();
  await expect(page.getByText('非常满意').first()).toBeVisible();
});

test('another device sees the receipt without what was given, until it has the PIN', async ({
  page,
  script,
  browser,
  baseURL,
  complaints,
  javaScriptEnabled,
}) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(1);
  const reason = await rating.tickFirst(1);
  await rating.words.fill('只给自己看的话');
  await rating.submit();
  await rating.receipt();
  const pin = await pinOf(page);

  const other = await browser.newContext({ baseURL, javaScriptEnabled, locale: 'zh-CN' });
  watch(other, baseURL!, complaints);
  const elsewhere = await other.newPage();
  await elsewhere.goto(new URL(page.url()).pathname);
  await expect(elsewhere.locator('.receipt')).toContainText('已存档');
  await expect(given(elsewhere)).toHaveCount(0);
  const body = await elsewhere.locator('main').innerText();
  for (const secret of ['不满意', reason, '只给自己看的话', pin]) expect(body).not.toContain(secret);

  await elsewhere.getByLabel('查询口令').fill(mistyped(pin));
  await elsewhere.getByRole('button', { name: '查看' }).click();
  await expect(elsewhere.getByText('查询口令不正确')).toBeVisible();
  await expect(elsewhere.getByLabel('查询口令')).toBeFocused();
  await expect(given(elsewhere)).toHaveCount(0);

  await elsewhere.getByLabel('查询口令').fill(pin);
  await elsewhere.getByRole('button', { name: '查看' }).click();
  await expect(given(elsewhere)).toBeVisible();
  await expect(elsewhere.getByText('只给自己看的话')).toBeVisible();
  await other.close();
});

test('a follow-up can be added once and changes nothing of the first', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(2);
  await rating.tickFirst(2);
  await rating.submit();
  await rating.receipt();

  await unfold(page);
  const section = page.locator('#follow-up');
  await section.getByText('我要追评').click();
  await section.locator('label[for="now-level-4"]').click();
  await section.locator('textarea').fill('后来打电话解释了。');
  await section.getByRole('button', { name: '提交追评' }).click();
  await expect(section).toContainText('后来打电话解释了。');
  await expect(section).toContainText('追评日期');
  await expect(section.getByRole('button', { name: '提交追评' })).toHaveCount(0);
  await expect(page.locator('section').filter({ has: given(page) })).toContainText('不满意');
});

test('a receipt is found by its code, however it is typed', async ({ page, script }) => {
  const receipt = (await rateWell(page, script, aWindow.url)).replaceAll('-', '');
  const typed = `${receipt.slice(0, 4)} ${receipt.slice(4, 8)}-${receipt.slice(8)}`.toLowerCase();
  await page.goto('/r');
  await page.getByLabel('回执码').fill(typed);
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.locator('.receipt')).toBeVisible();
  expect(code(page).replaceAll('-', '')).toBe(receipt);
});

test('a receipt code with a wrong sign is said to be mistyped', async ({ page, script }) => {
  const receipt = (await rateWell(page, script, aWindow.url)).replaceAll('-', '');
  await page.goto('/r');
  await page.getByLabel('回执码').fill(mistyped(receipt));
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.getByText('回执码有误')).toBeVisible();
  await expect(page.getByLabel('回执码')).toHaveValue(mistyped(receipt));
});

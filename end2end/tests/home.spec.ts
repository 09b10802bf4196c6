// The front page: every way in, and figures that are counted.
import { aWindow } from '../support/demo';
import { expect, test } from '../support/test';

test('the front page leads to the search, to a window by its code, and to a receipt', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: '我要评价' }).click();
  await expect(page).toHaveURL(/#find$/);
  await page.getByLabel('窗口码，或大厅、窗口、部门的名称').fill(aWindow.code);
  await page.getByRole('button', { name: '查找', exact: true }).click();
  await expect(page).toHaveURL(aWindow.url);
  await page.goto('/');
  await page.getByRole('main').getByRole('link', { name: '查询回执' }).first().click();
  await expect(page).toHaveURL('/r');
  // No way to sign in is set up here, so nothing leads to what needs one.
  await page.goto('/');
  await expect(page.locator('a[href="/my"]')).toHaveCount(0);
});

test('the levels of the month add up to the total, and sample data says that it is', async ({ page }) => {
  await page.goto('/');
  const number = (text: string) => Number(text.replace(/\D/g, ''));
  const total = number(await page.locator('.month__total').innerText());
  const counts = (await page.locator('.month__count').allInnerTexts()).map(number);
  expect(counts).toHaveLength(5);
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(total);
  expect(total).toBeGreaterThan(0);
  await expect(page.getByText('示例数据，仅供演示，不是真实评价')).toBeVisible();
});

test('the front page says the limits of the plan', async ({ page }) => {
  await page.goto('/');
  for (const text of ['7个自然日内', '15个自然日内']) {
    await expect(page.locator('.limits')).toContainText(text);
  }
  await expect(page.getByText('市政府市民投诉中心').first()).toBeVisible();
});

test('printed, the front page keeps its figures', async ({ page }) => {
  await page.goto('/');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.month')).toBeVisible();
  await expect(page.locator('.hero__ways')).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

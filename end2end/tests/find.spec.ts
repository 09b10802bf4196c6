// Nobody is stuck: a code that leads nowhere and a name both lead to a window.
import { aWindow, aWithdrawnWindow, mistyped } from '../support/demo';
import { RatingForm } from '../support/rating';
import { expect, test } from '../support/test';

test('a mistyped window code leads on to the search', async ({ page }) => {
  await page.goto(aWindow.url.replace(aWindow.code, mistyped(aWindow.code)));
  await expect(page.getByText('窗口码有误')).toBeVisible();
  await page.locator('#search').fill(aWindow.hall);
  await page.getByRole('button', { name: '查找' }).click();
  await expect(page.getByText(aWindow.hall).first()).toBeVisible();
});

test('a plate out of service says so, leads on to the hall and still takes a rating', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWithdrawnWindow);
  await expect(page.getByText('这块台牌已停用')).toBeVisible();
  await expect(page.getByRole('link', { name: '查看这个大厅的窗口' })).toBeVisible();
  await rating.choose(5);
  await rating.submit();
  await expect(page.locator('.pin')).toBeVisible();
});

test('a code typed in the search opens its window', async ({ page }) => {
  await page.goto('/w');
  await page.locator('#search').fill(` ${aWindow.code.toLowerCase()} `);
  await page.getByRole('button', { name: '查找' }).click();
  const link = page.locator(`a[href="${aWindow.url}"]`);
  const form = page.locator('form#rating');
  await expect(form.or(link).first()).toBeVisible();
});

test('a hall typed in the search lists its windows, and one of them can be rated', async ({ page }) => {
  await page.goto('/w');
  await page.locator('#search').fill(aWindow.hall);
  await page.getByRole('button', { name: '查找' }).click();
  await page.getByRole('link', { name: '评价这个窗口' }).first().click();
  await expect(page.locator('form#rating')).toBeVisible();
});

test('what is not found is said plainly, with the search kept', async ({ page }) => {
  await page.goto('/w');
  await page.locator('#search').fill('没有这样的大厅');
  await page.getByRole('button', { name: '查找' }).click();
  await expect(page.getByText('没有找到与“没有这样的大厅”相符的大厅或窗口')).toBeVisible();
  await expect(page.locator('#search')).toHaveValue('没有这样的大厅');
});

test('an address that does not exist answers with a page that leads on', async ({ page }) => {
  const response = await page.goto('/no/such/page');
  expect(response?.status()).toBe(404);
  await expect(page.getByText('没有找到这个页面')).toBeVisible();
  await expect(page.getByRole('link').first()).toBeVisible();
});

test('the front page leads to the search, the receipts and the privacy notice', async ({ page }) => {
  for (const [name, url] of [
    ['查找窗口', /\/w$/],
    ['查询回执', /\/r$/],
    ['隐私说明', /\/privacy$/],
  ] as const) {
    await page.goto('/');
    await page.getByRole('contentinfo').getByRole('link', { name }).click();
    await expect(page).toHaveURL(url);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
});

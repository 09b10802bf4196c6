// 长辈版 and the dark.
import type { Page } from '@playwright/test';
import { aWindow } from '../support/demo';
import { RatingForm } from '../support/rating';
import { expect, test } from '../support/test';

const elder = (page: Page) => page.getByRole('button', { name: '长辈版', exact: true });
const textSize = (page: Page) =>
  page.locator('main p').first().evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
const brightness = (page: Page) =>
  page.locator('html').evaluate((root) => {
    const [red, green, blue] = getComputedStyle(root).backgroundColor.match(/[\d.]+/g)!.map(Number);
    return (red + green + blue) / 3;
  });

test('the elder mode is larger, comes back to the same page and is remembered', async ({ page }) => {
  await page.goto(aWindow.url);
  const before = await textSize(page);
  await elder(page).click();
  await expect(page).toHaveURL(aWindow.url);
  await expect(page.locator('html')).toHaveClass(/elder/);
  expect(await textSize(page)).toBeGreaterThan(before);
  await page.goto('/privacy');
  await expect(page.locator('html')).toHaveClass(/elder/);
});

test('the elder mode grows, shrinks and ends by its own buttons', async ({ page }) => {
  await page.goto('/');
  await elder(page).click();
  const first = await textSize(page);
  await page.getByRole('button', { name: '放大字号' }).click();
  await expect(page.locator('html')).toHaveClass(/elder-26/);
  expect(await textSize(page)).toBeGreaterThan(first);
  await page.getByRole('button', { name: '缩小字号' }).click();
  await expect(page.locator('html')).toHaveClass(/elder-22/);
  await page.getByRole('button', { name: '退出长辈版' }).click();
  await expect(page.locator('html')).not.toHaveClass(/elder/);
});

test('a rating in elder mode takes as few taps', async ({ page, script }) => {
  await page.goto(aWindow.url);
  await elder(page).click();
  await expect(page.locator('html')).toHaveClass(/elder/);
  const rating = new RatingForm(page, script);
  await rating.ready();
  await rating.choose(5);
  await rating.submit();
  await rating.receipt();
  expect(rating.clicks).toBe(2);
});

test('the page is dark where the phone is', async ({ page }) => {
  await page.goto(aWindow.url);
  expect(await brightness(page)).toBeGreaterThan(200);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await brightness(page)).toBeLessThan(60);
});

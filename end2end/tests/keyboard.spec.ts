// The whole rating by keyboard alone.
import type { Page } from '@playwright/test';
import { aWindow } from '../support/demo';
import { RatingForm, unfold } from '../support/rating';
import { expect, test } from '../support/test';

/** Presses Tab until the focus is on what the selector names. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`Tab does not lead to ${selector}`);
}

test('the first Tab leads to the link that skips the header', async ({ page }) => {
  await page.goto(aWindow.url);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: '跳到正文' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
});

test('a bad rating is given by keyboard alone', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await tabTo(page, 'input[name="level"]');
  await page.keyboard.press('Space');
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('ArrowDown');
  await expect(rating.radio(1)).toBeChecked();
  await tabTo(page, 'input[name="indicator_1"]');
  await page.keyboard.press('Space');
  await tabTo(page, 'textarea[name="words"]');
  await page.keyboard.type('键盘也能评价');
  await tabTo(page, 'form#rating button');
  await page.keyboard.press('Enter');
  await rating.receipt();
  await unfold(page);
  await expect(page.getByText('键盘也能评价')).toBeVisible();
});

test('what has the focus can be seen to have it', async ({ page }) => {
  await page.goto(aWindow.url);
  for (const selector of ['a', 'button', 'textarea']) {
    await tabTo(page, selector);
    const outlined = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement!);
      return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    });
    expect(outlined, selector).toBe(true);
  }
});

test('what has the focus is never covered by the button that stays in sight', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(1);
  const covered: string[] = [];
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const focused = document.activeElement as HTMLInputElement;
      if (focused === document.body) return 'end';
      const { left, top, width, height } = focused.getBoundingClientRect();
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      const own = [focused, ...Array.from(focused.labels ?? [])];
      return own.some((part) => part.contains(hit) || hit?.contains(part)) ? '' : focused.outerHTML.slice(0, 80);
    });
    if (seen === 'end') break;
    if (seen) covered.push(seen);
  }
  expect(covered).toEqual([]);
});

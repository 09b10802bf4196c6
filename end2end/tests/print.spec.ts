// A receipt on paper.
import { execFileSync } from 'node:child_process';
import { aWindow } from '../support/demo';
import { rateWell } from '../support/rating';
import { expect, test } from '../support/test';

test('a printed receipt is one page with the code, the place and the PIN', async ({ page, script }) => {
  await rateWell(page, script, aWindow.url);
  const code = await page.locator('.receipt > .receipt__code').innerText();
  const pin = await page.locator('.pin .receipt__code').innerText();
  const pdf = await page.pdf({ format: 'A4' });
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
  expect(text).toContain(code);
  expect(text).toContain(pin);
  expect(text).toContain(aWindow.window);
  // Others may see the paper.
  expect(text).not.toContain('非常满意');
  // Pages are parted by form feeds.
  expect(text.replace(/\f$/, '').split('\f')).toHaveLength(1);
});

test('on paper there is nothing to press', async ({ page, script }) => {
  await rateWell(page, script, aWindow.url);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button').filter({ visible: true })).toHaveCount(0);
  await expect(page.getByRole('contentinfo').getByRole('link').filter({ visible: true })).toHaveCount(0);
});

// The measures measure: a page with a fault of each kind is not let through.
import { faults } from '../support/axe';
import { overflow, tooSmall } from '../support/targets';
import { expect, test } from '../support/test';

test('a small button, a small link and a small box are noticed; a link in a sentence is not', async ({ page }) => {
  await page.setContent(`
    <button style="width: 43px; height: 60px; padding: 0">窄</button>
    <p><a href="/">独立</a></p>
    <p>见<a href="/">隐私说明</a>。</p>
    <input type="checkbox" id="box" name="box"><label for="box">小</label>
    <button style="width: 44px; height: 44px">好</button>`);
  const small = await tooSmall(page, 44);
  expect(small.map((one) => one.split(':')[0])).toEqual(['button “窄”', 'a “独立”', 'input “box”']);
});

test('a page that is too wide is noticed', async ({ page }) => {
  await page.setContent('<div style="width: 500px; height: 1px"></div>');
  expect(await overflow(page)).toBeGreaterThan(100);
});

test('a field without a label and pale text are noticed', async ({ page }) => {
  await page.setContent('<main><input type="text"><p style="color: #bbb">这行字太淡了</p></main>');
  const found = (await faults(page)).map((one) => one.split(':')[0]);
  expect(found).toContain('label');
  expect(found).toContain('color-contrast');
});

test('a request to another host and a thrown error are noticed', async ({ page, complaints }) => {
  await page.goto('/');
  await page.evaluate(() => {
    new Image().src = 'http://127.0.0.1:9/elsewhere.png';
    setTimeout(() => {
      throw new Error('thrown on purpose');
    });
  });
  await expect.poll(() => complaints.join()).toContain('thrown on purpose');
  await expect.poll(() => complaints.join()).toMatch(/img-src|third party/);
  complaints.length = 0;
});

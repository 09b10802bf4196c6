// A bad rating from the phone to its answer and back: the unit puts it right and answers, the citizen sees the answer on
// her receipt, is not satisfied, and it is taken up again.
import { faults } from '../support/axe';
import { aWindow } from '../support/demo';
import { RatingForm } from '../support/rating';
import { overflow } from '../support/targets';
import { expect, test } from '../support/test';
import type { Page } from '@playwright/test';

/** A picture of one point, as PNG. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Opens the form of an act, fills it and sends it. */
async function act(page: Page, name: string, fields: Record<string, string> = {}): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click();
  for (const [label, words] of Object.entries(fields)) await page.getByLabel(label).fill(words);
  await page.getByRole('main').getByRole('button', { name, exact: true }).click();
  await expect(page.getByText(`：${name}，现在是`)).toBeVisible();
}

test('a bad rating is put right, answered, and taken up again when the answer does not satisfy', async ({
  page,
  script,
  browser,
  baseURL,
  javaScriptEnabled,
}) => {
  // What she writes is hers alone: other tests rate the same window.
  const words = `叫号机坏了 ${script ? '一' : '二'} ${Date.now()}`;
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(1);
  await page.locator('textarea[name="words"]').fill(words);
  await rating.submit();
  await expect(page).toHaveURL(/\/r\//);
  const receipt = page.url();
  await expect(async () => {
    await page.goto(receipt);
    await expect(page.getByText('等待核实')).toBeVisible({ timeout: 500 });
  }).toPass();
  const number = await page.locator('#order').getByText(/^ZG\d{8}-\d+$/).innerText();

  const context = await browser.newContext({ baseURL, javaScriptEnabled });
  const desk = await context.newPage();
  await desk.goto('/office/tour');
  await desk.locator('button[value="department"]').click();
  await desk.goto('/office/orders');
  await desk.getByLabel('整改单号').fill(number);
  await desk.getByRole('button', { name: '筛选' }).click();
  await desk.getByRole('link', { name: number, exact: true }).click();
  await expect(desk.getByText(words)).toBeVisible();
  if (script) expect(await faults(desk)).toEqual([]);
  await act(desk, '签收');
  await act(desk, '立行立改');
  await expect(desk.getByText('下一步：上传证明材料')).toBeVisible();
  await desk.getByLabel('图片').setInputFiles({ name: 'proof.png', mimeType: 'image/png', buffer: picture });
  await desk.getByLabel('说明').fill('修好的叫号机');
  await desk.getByRole('button', { name: '上传' }).click();
  await act(desk, '整改完成', { 整改情况: '叫号机已更换', 整改结果: '叫号机已更换' });
  await act(desk, '答复', { 答复内容: '叫号机已更换，向您致歉。' });
  await context.close();

  await page.goto(receipt);
  await expect(page.locator('#order')).toContainText('叫号机已更换，向您致歉。');
  if (script) expect(await faults(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
  await page.locator('#order').getByLabel('不满意', { exact: true }).check();
  await page.locator('#order').getByRole('button', { name: '提交' }).click();
  await expect(page.locator('#order')).toContainText('正在重新办理');
});

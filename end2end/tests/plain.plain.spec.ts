// Without script the pages carry no promise that only script keeps.
import { aWindow } from '../support/demo';
import { expect, test } from '../support/test';

test('without script no counter, no draft note and no sending state is shown', async ({ page }) => {
  await page.goto(aWindow.url);
  for (const words of ['还可输入', '本机有一份未提交的评价', '还没有送达', '正在提交', '立即重试']) {
    await expect(page.getByText(words).filter({ visible: true })).toHaveCount(0);
  }
});

test('without script the form is one plain post to its own address', async ({ page }) => {
  await page.goto(aWindow.url);
  const form = page.locator('form#rating');
  await expect(form).toHaveAttribute('method', 'post');
  await expect(form).toHaveAttribute('action', `${aWindow.url}?send`);
  await expect(form).not.toHaveAttribute('data-ready');
});

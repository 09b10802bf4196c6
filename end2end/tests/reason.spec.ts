// A bad rating needs a reason, and nothing that was written is lost while it is asked for.
import { aWindow } from '../support/demo';
import { RatingForm, unfold, type Level } from '../support/rating';
import { expect, test } from '../support/test';

test('a bad rating without a reason is asked for one, and the person is led to it', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(2);
  await rating.submit();
  await expect(rating.errors).toBeVisible();
  await expect(rating.errors).toBeFocused();
  await expect(rating.errors).toContainText('请至少勾选一项评价指标，或写明原因');
  await expect(page).toHaveURL(`${aWindow.url}?send`);
  await expect(page).toHaveTitle(/^有错误：/);
  await expect(rating.radio(2)).toBeChecked();

  await rating.ready();
  await rating.tickFirst(2);
  await rating.submit();
  await rating.receipt();
});

test('words alone are reason enough', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(1);
  await rating.words.fill('态度不好');
  await rating.submit();
  await rating.receipt();
});

test('without a level the form comes back with everything kept', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.words.fill('“引号” & <尖括号>\n第二行');
  await page.getByLabel('匿名评价').uncheck();
  await rating.submit();
  await expect(rating.errors).toContainText('请选择满意度');
  await expect(rating.words).toHaveValue('“引号” & <尖括号>\n第二行');
  await expect(page.getByLabel('匿名评价')).not.toBeChecked();
});

test('words that are too long come back whole, with the number to cut', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  const long = '长'.repeat(153);
  await rating.choose(5);
  await rating.words.fill(long);
  await rating.submit();
  await expect(rating.errors).toContainText('请删去3字');
  await expect(rating.words).toHaveValue(long);
});

test('a phone number without consent comes back, open and kept', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(5);
  await page.getByText('希望回访？').click();
  await page.getByLabel('手机号', { exact: true }).fill('13805330000');
  await rating.submit();
  await expect(rating.errors).toContainText('请勾选同意保存号码');
  await expect(page.getByLabel('手机号', { exact: true })).toHaveValue('13805330000');
  await expect(page.getByLabel('手机号', { exact: true })).toBeVisible();
});

test('a link in the summary leads to the field it names', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.submit();
  const link = rating.errors.getByRole('link');
  const target = await link.getAttribute('href');
  await link.click();
  await expect(page.locator(target!)).toBeVisible();
  expect(new URL(page.url()).hash).toBe(target);
});

for (const level of [1, 2, 3, 4, 5] as Level[]) {
  test(`level ${level} shows its own indicators and no others`, async ({ page, script }) => {
    const rating = await new RatingForm(page, script).open(aWindow.url);
    await rating.choose(level);
    await expect(rating.form.locator(`label[for^="indicator-${level}"]`).first()).toBeVisible();
    for (const other of [1, 2, 3, 4, 5].filter((one) => one !== level)) {
      await expect(rating.form.locator(`label[for^="indicator-${other}"]`).filter({ visible: true })).toHaveCount(0);
    }
  });
}

test('changing the level clears what was ticked under the other', async ({ page, script }) => {
  const rating = await new RatingForm(page, script).open(aWindow.url);
  await rating.choose(1);
  await rating.tickFirst(1);
  await rating.choose(2);
  await rating.submit();
  // What was ticked for 非常不满意 is no reason for 不满意.
  await expect(rating.errors).toContainText('请至少勾选一项评价指标，或写明原因');
  await rating.ready();
  const reason = await rating.tickFirst(2);
  await rating.submit();
  await rating.receipt();
  await unfold(page);
  await expect(page.getByText('评价指标', { exact: true }).locator('xpath=following-sibling::*[1]')).toHaveText(reason);
});

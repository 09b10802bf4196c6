// The office as a hall manager and the three administrators meet it: with script and without.
import { faults } from '../support/axe';
import { account } from '../support/demo';
import { overflow } from '../support/targets';
import { expect, test } from '../support/test';
import type { Page } from '@playwright/test';

/** Enters the demonstration's office in this role. */
async function enter(page: Page, role: string): Promise<void> {
  await page.goto('/office/tour');
  await page.locator(`button[value="${role}"]`).click();
  await expect(page).toHaveURL('/office');
}

test('a hall manager signs in, and what is wrong is never told apart', async ({ page }) => {
  const { login, password } = account('hall_manager');
  await page.goto('/office/windows');
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('密码', { exact: true }).fill('Wrong-Word-11');
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page).toHaveURL('/office/windows');
  await expect(page.getByRole('heading', { level: 1, name: '窗口' })).toBeVisible();
});

test('a hall manager makes the plates of her hall and fetches them', async ({ page }) => {
  await enter(page, 'hall_manager');
  await page.goto('/office/plates/make');
  await page.getByLabel('A5 桌牌').check();
  await page.getByRole('button', { name: '制作', exact: true }).click();
  await expect(page.getByText(/张通过/)).toBeVisible({ timeout: 25_000 });
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载' }).click();
  expect((await waiting).suggestedFilename()).toMatch(/\.pdf$/);
});

const pages: [role: string, path: string][] = [
  ['hall_manager', '/office'],
  ['hall_manager', '/office/windows'],
  ['hall_manager', '/office/windows/new'],
  ['hall_manager', '/office/plates'],
  ['hall_manager', '/office/plates/make'],
  ['hall_manager', '/office/plates/check'],
  ['hall_manager', '/office/staff'],
  ['hall_manager', '/office/shifts'],
  ['hall_manager', '/office/import/windows'],
  ['city_lead', '/office/divisions'],
  ['city_lead', '/office/departments'],
  ['city_lead', '/office/halls'],
  ['city_lead', '/office/items'],
  ['city_lead', '/office/province'],
  ['department', '/office/orders'],
  ['complaint_centre', '/office/orders'],
  ['data_bureau', '/office/partners'],
  ['data_bureau', '/office/partners/new'],
  ['window_staff', '/office/seat'],
  ['system_admin', '/office/accounts'],
  ['system_admin', '/office/calendar'],
  ['security_admin', '/office/roles'],
  ['security_admin', '/office/retention'],
  ['audit_admin', '/office/audit'],
];
for (const [role, path] of pages) {
  test(`${path} as ${role}: no fault that axe finds, nothing to scroll sideways on a phone`, async ({
    page,
    script,
  }) => {
    await enter(page, role);
    await page.goto(path);
    if (script) {
      expect.soft(await faults(page), 'axe, light').toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect.soft(await faults(page), 'axe, dark').toEqual([]);
    }
    expect.soft(await overflow(page), 'pixels to scroll sideways').toBe(0);
  });
}

// Every page in every state, in the light, in the dark and in elder mode: no fault that axe finds,
// nothing to scroll sideways on a phone of 360 px, nothing too small for a finger.
import { faults } from '../support/axe';
import { states } from '../support/states';
import { overflow, tooSmall } from '../support/targets';
import { expect, test } from '../support/test';

for (const state of states) {
  test(`${state.name}: light and dark`, async ({ page, script }) => {
    await state.reach(page, script);
    expect.soft(await faults(page), 'axe, light').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect.soft(await faults(page), 'axe, dark').toEqual([]);
    expect.soft(await overflow(page), 'pixels to scroll sideways').toBe(0);
    expect.soft(await tooSmall(page, 44), 'smaller than 44×44').toEqual([]);
  });

  test(`${state.name}: elder mode`, async ({ page, script }) => {
    await page.goto('/');
    await page.getByRole('button', { name: '长辈版', exact: true }).click();
    await expect(page.locator('html')).toHaveClass(/elder/);
    await state.reach(page, script);
    expect.soft(await faults(page), 'axe, elder mode').toEqual([]);
    expect.soft(await overflow(page), 'pixels to scroll sideways').toBe(0);
    expect.soft(await tooSmall(page, 60), 'smaller than 60×60').toEqual([]);
  });
}

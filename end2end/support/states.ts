// Every page in every state that a citizen can see, each reached as a citizen reaches it.
import type { Page } from '@playwright/test';
import { aCase, anotherWindow, aReceipt, aWindow, aWithdrawnWindow, mistyped } from './demo';
import { rateWell, RatingForm } from './rating';
import { expect } from './test';

export type State = { name: string; reach: (page: Page, script: boolean) => Promise<void> };

const at = (name: string, url: string): State => ({
  name,
  reach: async (page) => {
    await page.goto(url);
  },
});

export const states: State[] = [
  at('the front page', '/'),
  at('the search, empty', '/w'),
  at('the search with halls and windows', `/w?q=${encodeURIComponent(aWindow.hall)}`),
  at('the search without a result', `/w?q=${encodeURIComponent('没有这样的大厅')}`),
  at('a mistyped window code', aWindow.url.replace(aWindow.code, mistyped(aWindow.code))),
  at('a window code that was withdrawn', aWithdrawnWindow),
  at('the receipt lookup', '/r'),
  at('the receipt lookup with a mistyped code', '/r?code=7777-7777-7777'),
  at('the privacy notice', '/privacy'),
  at('an address that does not exist', '/no/such/page'),
  at('the receipt of somebody else', aReceipt),
  at('a case', aCase('open')),
  at('a used case link', aCase('used')),
  at('an expired case link', aCase('expired')),
  at('a revoked case link', aCase('revoked')),
  at('an incomplete case link', '/c/cut-short'),
  at('a window', aWindow.url),
  {
    name: 'a bad rating with its indicators unfolded',
    reach: async (page, script) => {
      const rating = await new RatingForm(page, script).open(aWindow.url);
      await rating.choose(1);
      await rating.tickFirst(1);
      await rating.form.locator('summary').filter({ visible: true }).first().click();
      await page.getByText('希望回访？').click();
    },
  },
  {
    name: 'a form with errors',
    reach: async (page, script) => {
      const rating = await new RatingForm(page, script).open(aWindow.url);
      await rating.choose(2);
      await page.getByText('希望回访？').click();
      await page.getByLabel('手机号', { exact: true }).fill('12');
      await rating.submit();
      await expect(rating.errors).toBeVisible();
    },
  },
  {
    name: 'the question whether it is another service',
    reach: async (page, script) => {
      await rateWell(page, script, anotherWindow.url);
      const rating = await new RatingForm(page, script).open(anotherWindow.url);
      await rating.choose(4);
      await rating.submit();
      await expect(page.getByText('这是另一次服务吗？')).toBeVisible();
    },
  },
  {
    name: 'a new receipt with its PIN',
    reach: async (page, script) => {
      await rateWell(page, script, aWindow.url);
      await expect(page.locator('.pin')).toBeVisible();
    },
  },
  {
    name: 'a receipt with the follow-up form',
    reach: async (page, script) => {
      await rateWell(page, script, aWindow.url);
      await page.goto(page.url());
      await page.getByText('我要追评').click();
    },
  },
  {
    name: 'a PIN that is wrong',
    reach: async (page) => {
      await page.goto(aReceipt);
      await page.getByLabel('查询口令').fill('?');
      await page.getByRole('button', { name: '查看' }).click();
      await expect(page.locator('#pin-error')).toBeVisible();
    },
  },
];

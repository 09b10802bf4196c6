// What needs script in a container: bridges below the kits, bridges that come late, a web-view that is killed.
import type { Page } from '@playwright/test';
import { lower } from '../support/containers';
import { aWindow } from '../support/demo';
import { rateWell, RatingForm } from '../support/rating';
import { expect, test } from '../support/test';

const WORDS = '示例申请人等了三小时';
const button = (page: Page) => page.locator('#way-back button');
const calls = (page: Page) => page.evaluate(() => (window as unknown as { calls: string[] }).calls);

test("a mini program's web-view without WeChat's kit goes back by the bridge below it", async ({ page, script }) => {
  await page.addInitScript(lower.mini);
  await rateWell(page, script, `${aWindow.url}?from=wechat-mini`);
  await button(page).click();
  expect((await calls(page))[0]).toMatch(/^invoke invokeMiniProgramAPI \{"name":"navigateBack"/);
});

test('a bridge that comes after the page is used', async ({ page, script }) => {
  await page.addInitScript(lower.alipayLate);
  await rateWell(page, script, `${aWindow.url}?from=alipay`);
  await button(page).click();
  expect(await calls(page)).toEqual(['call popWindow']);
});

test('a web-view that is killed while it sends: the draft is kept, and sent again it is one rating', async ({
  page,
  context,
  script,
}) => {
  const rating = await new RatingForm(page, script).open(`${aWindow.url}?from=wechat-mini`);
  await rating.choose(1);
  await rating.words.fill(WORDS);
  let first = '';
  const taken = new Promise<void>((done) =>
    page.route(
      (url) => url.pathname === aWindow.url,
      async (route) => {
        if (route.request().method() !== 'POST') return route.continue();
        // The server takes it; the page is gone before it hears of it.
        first = (await (await route.fetch()).json()).location;
        done();
      },
    ),
  );
  await rating.submit();
  await taken;
  await page.close();

  const again = await context.newPage();
  const second = await new RatingForm(again, script).open(`${aWindow.url}?from=wechat-mini`);
  await again.getByRole('button', { name: '恢复' }).click();
  await expect(second.words).toHaveValue(WORDS);
  await second.submit();
  const receipt = await second.receipt();
  expect(first).toBe(`/r/${receipt}?from=wechat-mini`);
  await expect(again.locator('main')).toContainText('没有重复计入');
});

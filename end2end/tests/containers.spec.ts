// Every container, with script and without: the rating goes through, and the way back is there.
import type { Page } from '@playwright/test';
import { containers } from '../support/containers';
import { aCase, aCaseToRate, aWindow } from '../support/demo';
import { RatingForm } from '../support/rating';
import { expect, test } from '../support/test';

const PHONE = '13805330000';
const WORDS = '示例申请人等了三小时';

/** Addresses and referrers of everything the page asks for. */
function addresses(page: Page): string[] {
  const seen: string[] = [];
  page.on('request', (request) => {
    seen.push(request.url());
    void request.allHeaders().then((headers) => seen.push(headers.referer ?? ''), () => {});
  });
  return seen;
}

async function rateBadly(page: Page, script: boolean, url: string): Promise<void> {
  const rating = await new RatingForm(page, script).open(url);
  await rating.choose(1);
  await rating.words.fill(WORDS);
  await page.getByText('希望回访？').click();
  await page.getByLabel('手机号', { exact: true }).fill(PHONE);
  await page.getByLabel('我同意保存这个号码').check();
  await rating.submit();
  await rating.receipt();
}

const button = (page: Page) => page.locator('#way-back button');
const calls = (page: Page) => page.evaluate(() => (window as unknown as { calls: string[] }).calls);

for (const one of containers) {
  test.describe(one.word, () => {
    test.use({ userAgent: one.agent });

    test('a rating goes through, says nothing of the person to anybody, and leads back', async ({ page, script }) => {
      const seen = addresses(page);
      await page.addInitScript(one.bridge);
      await rateBadly(page, script, aWindow.url);
      await expect(page.getByText(`点屏幕左上角，可以返回${one.app}。`)).toBeVisible();
      if (script) {
        await expect(button(page)).toHaveText(`返回${one.app}`);
        await button(page).click();
        expect(await calls(page)).toEqual([one.called]);
      } else {
        await expect(button(page)).toBeHidden();
      }
      expect(seen.length).toBeGreaterThan(4);
      for (const text of seen.map(decodeURIComponent)) {
        expect(text).not.toContain(PHONE);
        expect(text).not.toContain(WORDS);
        expect(new URL(text || 'about:blank').search).toMatch(/^(\?send&?)?$/);
      }
    });

    test('without a bridge there is a sentence and no button that does nothing', async ({ page, script }) => {
      await rateBadly(page, script, aWindow.url);
      await expect(page.getByText(`可以返回${one.app}。`)).toBeVisible();
      await expect(button(page)).toBeHidden();
    });
  });
}

test('a browser that nobody sent is shown no way back', async ({ page, script }) => {
  await rateBadly(page, script, aWindow.url);
  await expect(page.locator('.way-back')).toHaveCount(0);
});

test("the link's own word goes before the user agent, and its address back is followed", async ({ page, script }) => {
  await page.addInitScript(containers[4].bridge);
  await rateBadly(page, script, `${aWindow.url}?from=alipay&backUrl=${encodeURIComponent('https://zwfw.example/done?a=1&b=2')}`);
  const back = page.getByRole('link', { name: '返回', exact: true });
  await expect(back).toHaveAttribute('href', 'https://zwfw.example/done?a=1&b=2');
  await expect(back).toHaveAttribute('rel', 'noreferrer');
  // The larger text brings the same page back.
  await page.getByRole('button', { name: '长辈版', exact: true }).click();
  await expect(back).toBeVisible();
});

test('the word survives a larger text before rating, and a fault of the form', async ({ page, script }) => {
  await page.addInitScript(containers[4].bridge);
  await page.goto(`${aWindow.url}?from=alipay`);
  await page.getByRole('button', { name: '长辈版', exact: true }).click();
  await expect(page).toHaveURL(`${aWindow.url}?from=alipay`);
  const rating = new RatingForm(page, script);
  await rating.ready();
  await rating.choose(2);
  await rating.submit();
  await expect(rating.errors).toBeVisible();
  await rating.ready();
  await rating.tickFirst(2);
  await rating.submit();
  await rating.receipt();
  await expect(page.getByText('可以返回支付宝。')).toBeVisible();
});

test('an address off the list is led to by nothing', async ({ page, script }) => {
  await rateBadly(page, script, `${aWindow.url}?backUrl=${encodeURIComponent('https://evil.example/')}`);
  expect(page.url()).not.toContain('evil');
  await expect(page.locator('a[href*="evil"]')).toHaveCount(0);
  await expect(page.locator('.way-back')).toHaveCount(0);
});

test("a case's link leads back as a window's code does", async ({ page, script }) => {
  await page.addInitScript(containers[2].bridge);
  await rateBadly(page, script, `${aCaseToRate()}?from=wechat-mini`);
  await expect(page.getByText('可以返回微信小程序。')).toBeVisible();
});

test('no page of the way in is reached by a redirect', async ({ page }) => {
  for (const url of [aWindow.url, aCase('open'), '/']) {
    const answer = await page.goto(`${url}?from=alipay`);
    expect(answer?.request().redirectedFrom()).toBeNull();
    expect(answer?.status()).toBe(200);
  }
});

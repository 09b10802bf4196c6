// What every page of this site says to the browser. That no page breaks it is part of every test.
import { states } from '../support/states';
import { expect, test } from '../support/test';

for (const state of states.filter((one) => one.reach.length === 1)) {
  test(`${state.name} forbids foreign and inline script`, async ({ page, script }) => {
    const policies: string[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'document') {
        policies.push(response.headers()['content-security-policy'] ?? '');
      }
    });
    await state.reach(page, script);
    expect(policies.length).toBeGreaterThan(0);
    for (const policy of policies) {
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain("'unsafe-inline'");
      expect(policy).not.toContain("'unsafe-eval'");
      expect(policy).toContain("frame-ancestors 'none'");
    }
    await expect(page.locator('script:not([src]), [style], [onclick]')).toHaveCount(0);
  });
}

// What axe finds wrong with a page, a line for each element.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

export async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}\n${node.failureSummary}`),
  );
}

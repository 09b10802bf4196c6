// `test` for every file. Besides what it tests, each test fails when a page asks another host for
// anything, breaks its own content security policy, throws, or misses a file of its own.
import { test as base, expect, type BrowserContext } from '@playwright/test';

export { expect };

type Fixtures = {
  /** Does this project run script? */
  script: boolean;
  /** What went wrong on the pages of this test; must be empty at its end. */
  complaints: string[];
};

export const test = base.extend<Fixtures>({
  script: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),
  complaints: [
    async ({ context, baseURL }, use) => {
      const complaints: string[] = [];
      watch(context, baseURL ?? '', complaints);
      await use(complaints);
      expect(complaints, 'complaints of the pages').toEqual([]);
    },
    { auto: true },
  ],
});

/** Also for the second browser of a test that needs two. */
export function watch(context: BrowserContext, origin: string, complaints: string[]): void {
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) complaints.push(`third party: ${url}`);
  });
  context.on('response', (response) => {
    // A page may answer 404 or 422 by design; a file of a page may not be missing.
    const page = ['document', 'fetch', 'xhr'].includes(response.request().resourceType());
    if (response.status() >= 500 || (response.status() >= 400 && !page)) {
      complaints.push(`${response.status()} ${response.url()}`);
    }
  });
  context.on('console', (message) => {
    // The browser's own note on a status or on being offline is covered above.
    const text = message.text();
    if (['error', 'warning'].includes(message.type()) && !text.startsWith('Failed to load resource')) {
      complaints.push(`console: ${text}`);
    }
  });
  context.on('weberror', (error) => complaints.push(`thrown: ${error.error().message}`));
}

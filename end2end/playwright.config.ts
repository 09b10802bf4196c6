// Run by `cargo xtask e2e`, which builds everything, starts a demo server of its own and names it
// in HCP_E2E_ORIGIN and HCP_E2E_DEMO. A phone's screen, the system's Chromium, and every test twice:
// with script and without. Files that end in `.script.spec.ts` need script; those that end in
// `.plain.spec.ts` are about pages without it.
import { defineConfig } from '@playwright/test';

const phone = { viewport: { width: 360, height: 740 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' };

export default defineConfig({
  testDir: 'tests',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 5_000 },
  reporter: [['list'], ['json', { outputFile: process.env.HCP_E2E_RESULTS ?? 'test-results/results.json' }]],
  use: {
    baseURL: process.env.HCP_E2E_ORIGIN,
    browserName: 'chromium',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    ...phone,
  },
  projects: [
    { name: 'script-on', testIgnore: '**/*.plain.spec.ts', use: { javaScriptEnabled: true } },
    { name: 'script-off', testIgnore: '**/*.script.spec.ts', use: { javaScriptEnabled: false } },
  ],
});

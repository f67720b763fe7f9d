// Browser tests: one portal for most of the run, started by packages/app/e2e/harness/globalSetup.ts.
import { defineConfig } from '@playwright/test';
import { browserLaunchOptions } from './packages/app/e2e/harness/chromium';

export default defineConfig({
  testDir: 'packages/app/e2e',
  globalSetup: './packages/app/e2e/harness/globalSetup.ts',
  outputDir: 'e2e-artifacts/results',
  // All tests share one portal and its data, and two cores.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // A test that passes only at the second try is a failing test.
  retries: 0,
  // Generous for a busy machine; nothing waits for it unless something is broken.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: process.env.E2E_REPORT
    ? [['list'], ['json', { outputFile: process.env.E2E_REPORT }]]
    : [['list']],
  use: {
    ...browserLaunchOptions(),
    viewport: { width: 1280, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
});

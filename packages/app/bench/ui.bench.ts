/** How fast the plugin's pages are in a real browser, beside the catalog's own page, and what they weigh. */
import { chromium, type Page } from '@playwright/test';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- the shape of a bench, of no package
import type { Bench } from '../../../plugins/guardrails-backend/bench/Bench';
import { browserLaunchOptions, unpackBrowser } from '../e2e/harness/chromium';
import { bundleSize } from './bundleSize';
import { PROJECT, writeHistory } from './history';
import { startPortal } from './portal';

const ENTITY = `/catalog/default/component/${PROJECT}`;

export const bench: Bench<'rounds' | 'days' | 'services' | 'alerts' | 'pages'> =
  {
    name: 'ui',
    describe:
      'From the click to the painted costs beside the catalog’s own overview, the weight of the plugin, and long lists.',
    options: {
      rounds: {
        describe: 'clicks on each tab; the median counts',
        default: 9,
        smoke: 1,
      },
      days: { describe: 'days of costs', default: 90, smoke: 7 },
      services: { describe: 'AWS services', default: 40, smoke: 3 },
      alerts: { describe: 'open alerts', default: 10_000, smoke: 60 },
      pages: {
        describe: 'pages of alerts that are read on, below each other',
        default: 20,
        smoke: 1,
      },
    },
    async run({ rounds, days, services, alerts, pages }, context) {
      const size = await bundleSize();
      await unpackBrowser();
      const portal = await startPortal(context.postgresUrl);
      const { launchOptions, channel } = browserLaunchOptions();
      const browser = await chromium.launch({ ...launchOptions, channel });
      try {
        await untilRead(portal.url);
        await writeHistory(portal.databaseUrl, { days, services, alerts });
        const page = await browser.newPage({
          baseURL: portal.url,
          viewport: { width: 1280, height: 900 },
        });
        await enter(page, ENTITY);
        const clicks = await clickBetweenTabs(page, rounds, days);
        context.say(
          `costs ${clicks.costs.map(
            Math.round,
          )} ms, overview ${clicks.overview.map(Math.round)} ms`,
        );
        const twice = await requestsMadeTwice(page, days);
        twice.forEach(request => context.say(`asked twice: ${request}`));
        const longest = await longestTask(page, pages);
        return {
          figures: {
            click_to_chart_ms: {
              value: median(clicks.costs),
              reference: median(clicks.overview),
            },
            bundle_kb_gzip: size.allKb,
            bundle_before_a_tab_kb_gzip: size.beforeKb,
            requests_made_twice: twice.length,
            longest_task_in_alerts_ms: longest,
          },
          targets: {
            click_to_chart_ms: { atMost: 1.5 },
            bundle_kb_gzip: { atMost: 150 },
            bundle_before_a_tab_kb_gzip: { atMost: 30 },
            requests_made_twice: { atMost: 0 },
            longest_task_in_alerts_ms: { atMost: 200 },
          },
        };
      } finally {
        await browser.close();
        await portal.stop();
      }
    },
  };

/** The first run of the jobs makes the projects. */
async function untilRead(url: string): Promise<void> {
  const { backstageIdentity } = await (
    await fetch(`${url}/api/auth/guest/refresh`)
  ).json();
  for (;;) {
    const response = await fetch(`${url}/api/guardrails/projects`, {
      headers: { authorization: `Bearer ${backstageIdentity.token}` },
    });
    const { items } = await response.json();
    if (items?.some(({ name }: { name: string }) => name === PROJECT)) return;
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

async function enter(page: Page, path: string): Promise<void> {
  await page.goto(path);
  const enterButton = page.getByRole('button', { name: 'Enter' });
  const tab = page.getByRole('tab', { name: 'Costs' });
  await enterButton.or(tab).first().waitFor();
  if (await enterButton.isVisible()) await enterButton.click();
  await tab.waitFor();
}

/** What is there when a tab is painted: the bars of the last service; the card about the entity. */
const PAINTED = {
  costs: '.recharts-bar .recharts-bar-rectangle',
  overview: 'dl, table, article, [class*="AboutCard"], h2, h3',
} as const;

/**
 * Milliseconds from the click on a tab until the browser has painted its content: the frame after the one in which it
 * was there.
 */
async function click(
  page: Page,
  tab: string,
  painted: string,
): Promise<number> {
  return page.evaluate(
    ({ name, selector }) =>
      new Promise<number>(resolve => {
        const link = [
          ...document.querySelectorAll<HTMLElement>('[role="tab"]'),
        ].find(({ textContent }) => textContent?.trim() === name)!;
        // What another tab shows must be gone first.
        const before = new Set(document.querySelectorAll(selector));
        const since = performance.now();
        link.click();
        const look = () => {
          const isThere = [...document.querySelectorAll(selector)].some(
            element => !before.has(element),
          );
          requestAnimationFrame(
            isThere ? () => resolve(performance.now() - since) : look,
          );
        };
        requestAnimationFrame(look);
      }),
    { name: tab, selector: painted },
  );
}

async function clickBetweenTabs(page: Page, rounds: number, days: number) {
  const costs: number[] = [];
  const overview: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const toCosts = await click(page, 'Costs', PAINTED.costs);
    if (round === 0) {
      await page.getByRole('button', { name: `${days} days` }).click();
      await page.waitForLoadState('networkidle');
    }
    const toOverview = await click(page, 'Overview', PAINTED.overview);
    await page.waitForLoadState('networkidle');
    // The first time code is loaded; warm is what comes after.
    if (round > 0) {
      costs.push(toCosts);
      overview.push(toOverview);
    }
  }
  return { costs, overview };
}

/** Opens each view, and lists what it asked the API for more than once. */
async function requestsMadeTwice(page: Page, days: number): Promise<string[]> {
  const twice: string[] = [];
  for (const path of [
    ENTITY,
    `${ENTITY}/costs?range=${days}`,
    `${ENTITY}/alerts`,
    `${ENTITY}/recommendations`,
    '/guardrails/overview',
    '/guardrails/alerts',
    '/guardrails/recommendations',
    '/guardrails/history',
    '/guardrails/jobs',
  ]) {
    const asked = new Map<string, number>();
    const note = (request: { method(): string; url(): string }) => {
      if (!request.url().includes('/api/guardrails/')) return;
      const question = `${request.method()} ${request.url()}`;
      asked.set(question, (asked.get(question) ?? 0) + 1);
    };
    page.on('request', note);
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    page.off('request', note);
    for (const [question, times] of asked) {
      if (times > 1) twice.push(`${question} on ${path}`);
    }
  }
  return twice;
}

/** Reads on through the list of all alerts, page by page, and scrolls; the longest time the page did not react. */
async function longestTask(page: Page, pages: number): Promise<number> {
  await page.goto('/guardrails/alerts');
  await page.getByRole('list', { name: 'Alerts' }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => {
    const seen: number[] = ((window as any).longTasks = []);
    new PerformanceObserver(list =>
      list.getEntries().forEach(({ duration }) => seen.push(duration)),
    ).observe({ type: 'longtask' });
  });
  const rows = page.getByRole('list', { name: 'Alerts' }).locator('> li');
  for (let turn = 0; turn < pages; turn++) {
    const before = await rows.count();
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    const more = page.getByRole('button', { name: 'Load more' });
    if (!(await more.isVisible())) break;
    await more.click();
    await rows.nth(before).waitFor({ state: 'attached' });
    await rows.last().scrollIntoViewIfNeeded();
  }
  const tasks = await page.evaluate(
    () => (window as any).longTasks as number[],
  );
  return Math.max(0, ...tasks);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

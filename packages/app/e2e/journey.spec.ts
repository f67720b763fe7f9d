// What Guardrails is for: from a cost that rose to the work that brings it down, told to everybody.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './harness/test';

const SERVICE = 'EC2 - Other';
const NOTE = 'Asked the network team about the gateway';
const OWNER = 'network-team@example.com';

test.beforeEach(async ({ api }) => {
  await expect
    .poll(() => api.isChecked(), {
      message: 'the first reading and detection',
      timeout: 90_000,
    })
    .toBe(true);
});

/** The amounts in a text, as numbers: `$1,234.50` is 1234.5. */
function amounts(text: string): number[] {
  return [...text.matchAll(/-?\$?\d[\d,]*(?:\.\d+)?/g)].map(([amount]) =>
    Number(amount.replace(/[$,]/g, '')),
  );
}

/** Fails unless a text tells this number, rounded to two decimals, or to whole dollars from 100 on. */
function expectToTell(text: string, value: number) {
  const tolerance = value < 100 ? 0.005 : 0.5;
  expect(
    amounts(text).filter(told => Math.abs(told - value) <= tolerance + 1e-9),
    `"${text}" tells ${value}`,
  ).not.toEqual([]);
}

/** The tab of an entity's page; Backstage makes them links. */
const tab = (page: Page, name: string) =>
  page
    .getByRole('navigation', { name: 'Content navigation' })
    .getByRole('link', { name, exact: true });

/** One line of a timeline or of the history. */
function eventLine(list: Locator, words: string | RegExp): Locator {
  return list.getByRole('listitem').filter({ hasText: words });
}

const timeline = (page: Page) =>
  page.getByRole('list', { name: 'What happened to this alert' });

test('a rise in cost is seen, understood, acknowledged and worked off, and all of it is still there after a restart', async ({
  api,
  control,
  page,
  portal,
}) => {
  test.setTimeout(300_000); // it restarts the portal
  const alert = await api.alertOf('payments-api', SERVICE);
  const [{ title: recommendation }] = alert.recommendations;

  await test.step('the service has three tabs of its own', async () => {
    await portal.openService('payments-api');
    for (const name of ['Costs', 'Alerts', 'Recommendations']) {
      await expect(tab(page, name)).toBeVisible();
    }
  });

  await test.step('its costs are drawn, with the alert marked on them', async () => {
    await tab(page, 'Costs').click();
    const chart = page.getByRole('figure', { name: 'Daily costs' });
    const mark = chart.getByRole('link', { name: alert.title });
    await expect(mark).toBeVisible();
    await expect(
      page
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: SERVICE }) })
        .getByRole('link', { name: `Alert: ${alert.title}` }),
    ).toBeVisible();
    await mark.click();
    await expect(
      page.getByRole('heading', { name: alert.title, exact: true }),
    ).toBeVisible();
  });

  await test.step('the alert says why it fired, and replays to the same result', async () => {
    await expect(page.getByText(alert.description)).toBeVisible();
    const seen = [
      alert.observedValue,
      alert.baselineValue,
      alert.thresholdValue,
    ];
    for (const value of seen) expectToTell(alert.description, value);

    const decision = page.getByText('How this was decided');
    await expect(decision).toContainText('replayed: same result');
    await decision.click();
    const arithmetic = page.getByRole('table', { name: 'The arithmetic' });
    await expect(arithmetic).toBeVisible();
    const results = await arithmetic
      .getByRole('row')
      .locator('td:last-child')
      .allInnerTexts();
    for (const value of seen) expectToTell(results.join('\n'), value);
    const { arithmetic: lines } = await api.evidenceOf(alert);
    expect(results).toEqual(lines.map(line => line.value));
  });

  await test.step('it is acknowledged with a note', async () => {
    await page.getByLabel('Note (optional)').fill(NOTE);
    await page
      .getByRole('group', { name: `Act on ${alert.title}` })
      .getByRole('button', { name: 'Acknowledge' })
      .click();
    const line = eventLine(timeline(page), 'acknowledged this');
    await expect(line).toContainText('Guest');
    await expect(line).toContainText(NOTE);
  });

  await test.step('its recommendation gets an owner, is started and done', async () => {
    await portal.openService('payments-api', 'recommendations');
    const card = page.getByRole('article', { name: recommendation });
    await card
      .getByRole('button', { name: `Change the owner of ${recommendation}` })
      .click();
    await card.getByRole('textbox', { name: 'Owner' }).fill(OWNER);
    await card.getByRole('button', { name: 'Save' }).click();
    await expect(card.getByText(`Owner: ${OWNER}`)).toBeVisible();

    const group = (name: string) => page.getByRole('region', { name });
    await card.getByRole('button', { name: 'Start' }).click();
    await expect(
      group('In progress').getByRole('article', { name: recommendation }),
    ).toBeVisible();
    await card.getByRole('button', { name: 'Done' }).click();
    await expect(
      group('Finished').getByRole('article', { name: recommendation }),
    ).toBeVisible();
    // Back to the alert by its title.
    await card.getByRole('link', { name: alert.title }).click();
    await expect(eventLine(timeline(page), 'acknowledged this')).toBeVisible();
  });

  const expectAllOfIt = async () => {
    await portal.open(`/guardrails/alerts/${alert.id}`);
    const events = timeline(page);
    const acknowledged = eventLine(events, 'acknowledged this');
    await expect(acknowledged).toContainText('Guest');
    await expect(acknowledged).toContainText(NOTE);
    await expect(acknowledged.getByRole('time')).toBeVisible();
    const card = page.getByRole('article', { name: recommendation });
    await expect(card.getByText(`Owner: ${OWNER}`)).toBeVisible();
    await expect(card.getByText('Done', { exact: true }).first()).toBeVisible();

    await portal.open('/guardrails/history?project=payments-api');
    const history = page.getByRole('list', { name: 'History' });
    for (const words of [/acknowledged/, /started|in progress/i, /done/i]) {
      const line = eventLine(history, words).filter({ hasText: /Guest/ });
      await expect(line.first()).toBeVisible();
      await expect(line.first().getByRole('time')).toBeVisible();
    }
  };

  await test.step(
    'the timeline and the history tell who did what, and when',
    expectAllOfIt,
  );

  await test.step('all of it is still there after a restart', async () => {
    await control.restart();
    await expectAllOfIt();
  });
});

test('a service without a project has no tabs of Guardrails', async ({
  page,
  portal,
}) => {
  await portal.openService('design-system');

  await expect(page.getByText('Buttons, forms and colors')).toBeVisible();
  for (const name of ['Costs', 'Alerts', 'Recommendations']) {
    await expect(tab(page, name)).toHaveCount(0);
  }
  await expect(page.getByText('Costs and reliability')).toHaveCount(0);
});

test.describe('when AWS refuses', () => {
  // Asked for again too soon.
  test.use({ expectedErrors: /429/ });

  test('a call that AWS refuses is told in words, and takes nothing away', async ({
    aws,
    page,
    portal,
  }) => {
    await portal.openService('payments-api', 'costs');
    const services = page
      .getByRole('table', { name: 'Costs by service' })
      .getByRole('rowheader');
    await expect(services.first()).toBeVisible();
    const before = (await services.allTextContents()).sort();

    await aws.fail({
      operation: 'GetCostAndUsage',
      error: 'AccessDeniedException',
      accountId: '111122223333',
      count: 100,
    });
    await portal.open('/guardrails/jobs');
    const job = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: 'Read AWS costs' }) });
    await job.getByRole('button', { name: 'Run now: Read AWS costs' }).click();

    const problems = job.getByRole('list', { name: 'What went wrong' });
    await expect(problems).toContainText('111122223333');
    await expect(problems).toContainText('ce:GetCostAndUsage');
    await expect(
      job.getByText('Failed', { exact: true }).first(),
    ).toBeVisible();
    await portal.photograph('jobs-failed', problems);

    await portal.openService('payments-api', 'costs');
    await expect(services.first()).toBeVisible();
    expect((await services.allTextContents()).sort()).toEqual(before);

    await test.step('the next run succeeds once AWS answers again', async () => {
      await aws.recover();
      await portal.open('/guardrails/jobs');
      // A run may be asked for once a minute.
      await expect(async () => {
        await job
          .getByRole('button', { name: 'Run now: Read AWS costs' })
          .click();
        await expect(problems).toHaveCount(0, { timeout: 5_000 });
      }).toPass({ timeout: 90_000, intervals: [5_000] });
      await expect(job.getByText('Succeeded').first()).toBeVisible();
    });
  });
});

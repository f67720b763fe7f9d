// What a recommendation is said to have saved: done on one day, and measured on the bills of the days that follow.
import { PortalApi } from './harness/portalApi';
import { PortalProcess } from './harness/portalProcess';
import { SimulatedAws } from './harness/simulatedAws';
import { recommendation } from './harness/guardrailsPages';
import { expect, test as base } from './harness/test';

const DAY_MS = 86_400_000;

/** After these, twelve days are final since the one on which the work was done. */
const DAYS_LATER = 15;

/** Around it the simulator has an incident end today that began four days ago: eight days before. */
const ANCHOR = dayIn(8);
const INCIDENT = 'log-ingestion-runaway';

/** The UTC day in so many days from now. */
function dayIn(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}

const test = base.extend<object, { later: PortalProcess }>({
  later: [
    async ({}, provide) => {
      const portal = await PortalProcess.start({
        name: 'e2e-later',
        env: {
          SIMULATOR_ANCHOR: ANCHOR,
          // The database lives today, and would call the keys of the later portal too old.
          APP_CONFIG_auth_keyStore_provider: 'memory',
        },
      });
      await provide(portal);
      await portal.stop();
    },
    // Starting a whole portal is no part of any test.
    { scope: 'worker', timeout: 300_000 },
  ],

  baseURL: async ({ later }, provide) => {
    await provide(later.url);
  },

  api: async ({ later }, provide) => {
    await provide(new PortalApi(later.url));
  },

  aws: async ({ later }, provide) => {
    await provide(new SimulatedAws(later.logOf('simulator')));
  },
});

test('what was done is measured on the bills of the following days, and summed up per team', async ({
  api,
  aws,
  later,
  page,
  portal,
}) => {
  test.setTimeout(300_000);
  await expect.poll(() => api.isChecked(), { timeout: 90_000 }).toBe(true);
  await expect
    .poll(() => api.hasComponent('log-pipeline'), { timeout: 60_000 })
    .toBe(true);
  const card = recommendation(page);
  const teams = page.getByRole('region', { name: 'Saved per team' });

  await test.step('on the day on which it is done nobody knows yet', async () => {
    await portal.openService('log-pipeline', 'recommendations');
    await card.getByRole('button', { name: /^Change the owner of/ }).click();
    await card.getByRole('textbox', { name: 'Owner' }).fill('platform');
    await page.getByRole('option', { name: /Platform/ }).click();
    await card.getByRole('button', { name: 'Save' }).click();
    await expect(card.getByText('Owner: Platform')).toBeVisible();

    await card.getByRole('button', { name: 'Done' }).click();
    const done = page
      .getByRole('region', { name: 'Finished' })
      .getByRole('article', { name: /\w/ });
    await expect(done).toContainText(
      /expected \$[\d,]+ a month · not on the bills yet/,
    );
    await expect(teams.getByRole('row', { name: /^Platform/ })).toContainText(
      'not on the bills yet',
    );
  });

  await page.goto('about:blank');
  await later.restartLater(DAYS_LATER);
  await page.clock.setSystemTime(Date.now() + DAYS_LATER * DAY_MS);
  await api.run('ingest-costs');
  await expect
    .poll(() => api.dayOfSuccess('ingest-costs'), { timeout: 90_000 })
    .toBe(dayIn(DAYS_LATER));

  await test.step('two weeks later the bills tell', async () => {
    const incident = (await aws.incidents()).find(({ id }) => id === INCIDENT)!;
    const perMonth = ((incident.during - incident.before) * 365) / 12;

    await portal.openService('log-pipeline', 'recommendations');
    const done = page
      .getByRole('region', { name: 'Finished' })
      .getByRole('article', { name: /\w/ });
    await expect(done).toContainText(
      /expected \$[\d,]+ a month · on the bills \$[\d,]+ ± \$[\d,.]+ less a month, over the 12 days since/,
    );
    const [, measured, plusMinus] = /bills \$([\d,]+) ± \$([\d,.]+)/
      .exec(await done.innerText())!
      .map(text => Number(text.replaceAll(',', '')));
    expect(Math.abs(measured - perMonth)).toBeLessThan(plusMinus);
    expect(plusMinus).toBeLessThan(measured);

    const row = teams.getByRole('row', { name: /^Platform/ });
    await expect(row).toContainText(`$${measured.toLocaleString('en-US')} ± `);
    await expect(row).toContainText('1 of 1');
    await portal.expectAccessible();
    await portal.photograph('savings-measured', teams);
  });
});

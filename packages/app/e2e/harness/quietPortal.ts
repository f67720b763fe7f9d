// The `test` of pages without data, with a part of it, or with old data: a portal that reads nothing until it is told to.
import { PortalApi } from './portalApi';
import { PortalProcess } from './portalProcess';
import { SimulatedAws } from './simulatedAws';
import { expect, test as base } from './test';

/** Another account than the portal's own: reading it takes a role. */
const OTHER_ACCOUNT = '444455556666';

const SERVICES = ['payments-api', 'recommender'];

const MANUAL = JSON.stringify({ trigger: 'manual' });

export class QuietPortal {
  readonly api: PortalApi;
  readonly #aws: SimulatedAws;
  readonly #portal: PortalProcess;

  private constructor(portal: PortalProcess) {
    this.#portal = portal;
    this.api = new PortalApi(portal.url);
    this.#aws = new SimulatedAws(portal.logOf('simulator'));
  }

  /** @returns a portal whose catalog knows the services that the tests look at */
  static async start(): Promise<QuietPortal> {
    const portal = new QuietPortal(
      await PortalProcess.start({
        name: 'e2e-quiet',
        env: {
          APP_CONFIG_guardrails_schedule_ingestCosts_frequency: MANUAL,
          APP_CONFIG_guardrails_schedule_ingestMetrics_frequency: MANUAL,
          APP_CONFIG_guardrails_schedule_detect_frequency: MANUAL,
        },
      }),
    );
    for (const service of SERVICES) {
      await expect
        .poll(() => portal.api.hasComponent(service), { timeout: 60_000 })
        .toBe(true);
    }
    return portal;
  }

  get url(): string {
    return this.#portal.url;
  }

  /** Has everything read and looked through, where AWS denies one of the two accounts; only once. */
  async readOneAccount(): Promise<void> {
    if (await this.api.isChecked()) return;
    await this.#aws.fail({
      operation: 'AssumeRole',
      error: 'AccessDeniedException',
      // Every one of them.
      count: 1_000_000,
    });
    await this.api.run('ingest-costs');
    await this.api.run('ingest-metrics');
    await expect
      .poll(() => this.api.isChecked(), { timeout: 90_000 })
      .toBe(true);
    expect(await this.api.problemsOf('ingest-costs')).toContain(OTHER_ACCOUNT);
  }

  async stop(): Promise<void> {
    await this.#portal.stop();
  }
}

export const test = base.extend<object, { quiet: QuietPortal }>({
  quiet: [
    async ({}, provide) => {
      const portal = await QuietPortal.start();
      await provide(portal);
      await portal.stop();
    },
    // Starting a whole portal is no part of any test.
    { scope: 'worker', timeout: 300_000 },
  ],

  baseURL: async ({ quiet }, provide) => {
    await provide(quiet.url);
  },

  api: async ({ quiet }, provide) => {
    await provide(quiet.api);
  },
});

export { expect };

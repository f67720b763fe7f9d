/** What drove cost alerts, asked of a simulated AWS within the cap. */
import type { Evidence } from '@cloudops/plugin-guardrails-common';
import { ALL_SERVICES } from '@cloudops/plugin-guardrails-node';
import {
  type GuardrailsConfig,
  type ProjectConfig,
  USAGE_TYPES,
} from '../config';
import type { AlertRecord, GuardrailsDatabase } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { CostIngestion } from '../ingestion';
import { noEntities } from '../projects/__testUtils__/noEntities';
import { CostExplorerSource } from '../sources';
import {
  NOW,
  OTHER_ACCOUNT,
  OWN_ACCOUNT,
  awsAccounts,
  useSimulatedAws,
} from '../sources/__testUtils__/simulatedAws';
import { alertsOf, startDetecting } from './__testUtils__/detecting';
import { FindDriversJob } from './FindDriversJob';
import { RunRecord } from './RunRecord';

const aws = useSimulatedAws();
const databases = testDatabases();

const HOUR_MS = 3_600_000;

/** Every component of the simulated accounts; one of them without a limit for its total. */
function projects(): ProjectConfig[] {
  return [
    { name: 'default', ruleParameters: {} },
    ...aws.current.world.components.map(
      ({ name, accountId }): ProjectConfig => ({
        name,
        accountId: accountId === OWN_ACCOUNT ? undefined : OTHER_ACCOUNT,
        costTagValue: name,
        ruleParameters:
          name === 'payments-api' ? { cost_limit: { total: 300 } } : {},
      }),
    ),
  ];
}

describe.each(ENGINES)('what drove cost alerts on %s', engine => {
  let database: GuardrailsDatabase;
  let alerts: { project: string; alert: AlertRecord }[];
  let config: Pick<GuardrailsConfig, 'costs' | 'projects'>;
  let source: CostExplorerSource;
  let ingestion: CostIngestion;

  beforeEach(async () => {
    ({ database } = await openDatabase(databases, engine));
    source = new CostExplorerSource({
      accounts: awsAccounts(),
      metric: 'UnblendedCost',
      usageTypes: USAGE_TYPES,
    });
    config = {
      costs: {
        metric: 'UnblendedCost',
        usageTypes: USAGE_TYPES,
        tagKey: 'component',
        backfillDays: 90,
        restatementDays: 35,
        finalAfterDays: 3,
        requestCapPerDay: 40,
      },
      projects: projects(),
    };
    await database.projects.ensure(config.projects.map(({ name }) => name));
    ingestion = new CostIngestion({
      entities: noEntities,
      source,
      database,
      config,
    });
    const record = await RunRecord.start({
      database,
      job: { id: 'ingest-costs', title: '', run: async () => {} },
      clock: () => NOW,
      signal: new AbortController().signal,
    });
    await ingestion.ingest(record);
    await record.end();
    await startDetecting(database, { projects: config.projects }).run(
      NOW.toISOString(),
    );
    const stored = await database.projects.list();
    const lists = await Promise.all(
      stored.map(async project =>
        (
          await alertsOf(database, project)
        ).map(alert => ({ project: project.name, alert })),
      ),
    );
    alerts = lists.flat();
    aws.current.requests.clear();
  });

  const alertOf = (project: string, service?: string) =>
    alerts.find(
      each =>
        each.project === project &&
        (service === undefined || each.alert.serviceName === service),
    )!.alert;
  const asked = () => aws.current.requests.count('GetCostAndUsage').total;
  const explain = (alert: AlertRecord) =>
    startDetecting(database, { projects: config.projects }).evidence.explain(
      alert,
    );

  async function find(now = NOW, requestsPerDay = 10) {
    const job = new FindDriversJob({
      database,
      fetchBreakdown: source.fetchBreakdown.bind(source),
      ingestion,
      requestsPerDay,
    });
    const record = await RunRecord.start({
      database,
      job,
      clock: () => now,
      signal: new AbortController().signal,
    });
    await job.run(record);
    return record.end();
  }

  function ofDimension(evidence: Evidence, dimension: string) {
    return evidence.drivers!.filter(each => each.dimension === dimension);
  }

  it('is told by usage types, which add up to the alert’s change', async () => {
    expect(await find()).toEqual({ status: 'succeeded' });

    const services = alerts.filter(
      ({ alert }) => alert.serviceName !== ALL_SERVICES,
    );
    expect(services.map(({ project }) => project).sort()).toEqual([
      'log-pipeline',
      'payments-api',
      'recommender',
    ]);
    const largest: Record<string, [string, number]> = {};
    for (const { project, alert } of services) {
      const evidence = await explain(alert);
      expect(evidence.driversMissing).toBeUndefined();
      const drivers = ofDimension(evidence, 'usage_type');
      expect(drivers).toEqual(evidence.drivers);
      const sum = (key: 'observed' | 'baseline' | 'change') =>
        drivers.reduce((total, each) => total + each[key], 0);
      expect(sum('observed')).toBeCloseTo(alert.observedValue, 2);
      expect(sum('baseline')).toBeCloseTo(alert.baselineValue, 2);
      expect(sum('change')).toBeCloseTo(
        alert.observedValue - alert.baselineValue,
        2,
      );
      // Of the project's own spend alone: the account has more of the same service.
      const day = evidence.driversAt!.slice(0, 10);
      const told = drivers.filter(({ name }) => name !== 'other');
      expect(
        told.reduce((total, { observed }) => total + observed, 0),
      ).toBeCloseTo(
        await database.costs.total({
          projectId: alert.projectId,
          from: day,
          to: day,
          services: [alert.serviceName!],
        }),
        2,
      );
      const [{ name, share }] = drivers;
      largest[project] = [name, Math.round(share * 10) / 10];
    }
    expect(largest).toEqual({
      'log-pipeline': ['DataProcessing-Bytes', 1],
      'payments-api': ['NatGateway-Bytes', 1],
      recommender: ['BoxUsage:g5.12xlarge', 1],
    });
  });

  it('is asked once for each alert, and stands on its timeline', async () => {
    await find();
    expect(asked()).toBe(3);
    const { id } = alertOf('payments-api', 'EC2 - Other');
    const events = await database.events.byEntity('alert', id);
    expect(
      events.filter(({ eventType }) => eventType === 'drivers_found'),
    ).toMatchObject([
      {
        actor: 'system',
        message: expect.stringMatching(
          /^system looked at what EC2 - Other cost on 2026-11-\d\d: NatGateway-Bytes \+\$9\d\.\d\d \(9\d|100 % of the change\)$/,
        ),
      },
    ]);

    expect(await find(new Date(NOW.getTime() + HOUR_MS))).toEqual({
      status: 'succeeded',
    });
    expect(asked()).toBe(3);
  });

  it('is asked again on another day for an alert that has become worse, and not for one that goes on', async () => {
    await find();
    const alert = alertOf('payments-api', 'EC2 - Other');
    const day = alert.windowEnd.toISOString().slice(0, 10);
    const grow = async (worst: number) => {
      await database.costs.upsert(alert.projectId, [
        {
          date: day,
          service: 'EC2 - Other',
          amount: worst.toFixed(4),
          currency: 'USD',
        },
      ]);
      const end = alert.windowEnd.getTime() + 30 * HOUR_MS;
      await startDetecting(database, { projects: config.projects }).run(
        new Date(end).toISOString(),
      );
    };
    const later = new Date(NOW.getTime() + 24 * HOUR_MS);
    await grow(alert.baselineValue + 50);
    await find(later);
    expect(asked()).toBe(3);

    await grow(2 * alert.observedValue);
    const worse = (await database.alerts.byId(alert.id))!;
    expect(worse.observedValue).toBeGreaterThan(alert.observedValue);
    expect((await explain(worse)).driversAt).not.toContain(day);
    // Asked on this UTC day already.
    await find(NOW);
    expect(asked()).toBe(3);
    await find(later);
    await find(later);

    expect(asked()).toBe(4);
    expect((await explain(worse)).driversAt).toContain(day);
  });

  it('of an alert that no rule made is not asked, and its timeline says why once', async () => {
    await find();
    const { id } = (await database.alerts.insert(
      {
        ...alertOf('recommender'),
        serviceName: 'Amazon RDS',
        detectedAt: NOW,
      },
      NOW,
    ))!;

    expect(await find()).toEqual({ status: 'succeeded' });
    expect(await find(new Date(NOW.getTime() + 2 * HOUR_MS))).toEqual({
      status: 'succeeded',
    });
    expect(asked()).toBe(3);
    expect(await database.events.byEntity('alert', id)).toMatchObject([
      {
        eventType: 'drivers_failed',
        message: expect.stringContaining('no rule made this alert'),
      },
    ]);
    await expect(explain((await database.alerts.byId(id))!)).rejects.toThrow(
      `Alert ${id} has no decision in the trail`,
    );
  });

  it('is told by services for a total, from what is stored', async () => {
    const total = alertOf('payments-api', ALL_SERVICES);
    const evidence = await explain(total);

    expect(asked()).toBe(0);
    const drivers = ofDimension(evidence, 'service');
    expect(drivers).toEqual(evidence.drivers);
    expect(drivers[0].name).toBe('EC2 - Other');
    expect(
      drivers.reduce((sum, { observed }) => sum + observed, 0),
    ).toBeCloseTo(total.observedValue, 2);
  });

  it('waits for the next day when the requests of this one are used up', async () => {
    expect(await find(NOW, 1)).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('all 1 AWS requests of this UTC day'),
    });
    // One of either account.
    expect(asked()).toBe(2);
    const waiting = async () => {
      const evidence = await Promise.all(
        alerts.map(({ alert }) => explain(alert)),
      );
      return evidence
        .filter(({ drivers }) => drivers === undefined)
        .map(({ alertId, driversMissing }) => ({ alertId, driversMissing }));
    };
    expect(await waiting()).toEqual([
      // Nothing failed: it was not asked.
      { alertId: alertOf('log-pipeline').id, driversMissing: undefined },
    ]);

    await find(new Date(NOW.getTime() + 12 * HOUR_MS), 1);
    expect(await waiting()).toEqual([]);
  });

  it('fails visibly, detects on, and is asked again an hour later, three times at most', async () => {
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'AccessDeniedException',
      accountId: OTHER_ACCOUNT,
      count: 100,
    });
    const recommender = alertOf('recommender');
    const failed = await find();
    expect(failed).toMatchObject({
      status: 'failed',
      message: expect.stringContaining(
        'not allowed to call ce:GetCostAndUsage',
      ),
    });
    expect((await explain(recommender)).driversMissing).toContain(
      'not allowed to call ce:GetCostAndUsage',
    );
    expect(
      (await explain(alertOf('payments-api', 'EC2 - Other'))).drivers,
    ).toBeDefined();

    const after = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);
    const before = asked();
    await find(after(0.5));
    expect(asked()).toBe(before);
    for (const hours of [1, 2, 3, 4]) await find(after(hours));
    expect(asked()).toBe(before + 2);
    const events = await database.events.byEntity('alert', recommender.id);
    expect(
      events
        .filter(({ eventType }) => eventType === 'drivers_failed')
        .map(({ metadata }) => [metadata.attempt, metadata.attempts]),
    ).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  it('is found after a throttle is over', async () => {
    const { id } = aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'LimitExceededException',
      accountId: OTHER_ACCOUNT,
      count: 1,
    });
    expect(id).toBeDefined();
    expect(await find()).toEqual({ status: 'succeeded' });
    expect((await explain(alertOf('recommender'))).drivers).toBeDefined();
  });
});

/** The whole way from AWS to alerts: what the simulated accounts are known to suffer from is found, and nothing else. */
import type { Incident } from 'aws-simulator';
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
import { CostIngestion, MetricIngestion } from '../ingestion';
import { noEntities } from '../projects/__testUtils__/noEntities';
import { CloudWatchSource, CostExplorerSource } from '../sources';
import {
  NOW,
  OTHER_ACCOUNT,
  OWN_ACCOUNT,
  awsAccounts,
  useSimulatedAws,
} from '../sources/__testUtils__/simulatedAws';
import { alertsOf, startDetecting } from './__testUtils__/detecting';

const aws = useSimulatedAws();
const databases = testDatabases();

const METRIC_NAMES = { '5XXError': '5xx_count', Latency: 'p95_latency_ms' };

/** Every component of the simulated accounts, watched as a portal would. */
function projects(): ProjectConfig[] {
  const { components, endpoints } = aws.current.world;
  return [
    { name: 'default', ruleParameters: {} },
    ...components.map(({ name, accountId }): ProjectConfig => {
      const api = endpoints.find(
        each => each.kind === 'rest-api' && each.name === name,
      );
      return {
        name,
        accountId: accountId === OWN_ACCOUNT ? undefined : OTHER_ACCOUNT,
        costTagValue: name,
        endpoint: api && {
          kind: api.kind,
          id: api.id,
          region: 'us-east-1',
        },
        ruleParameters: {},
      };
    }),
  ];
}

async function ingest(database: GuardrailsDatabase): Promise<void> {
  const accounts = awsAccounts();
  const config: Pick<GuardrailsConfig, 'costs' | 'metrics' | 'projects'> = {
    costs: {
      metric: 'UnblendedCost',
      usageTypes: USAGE_TYPES,
      tagKey: 'component',
      backfillDays: 90,
      restatementDays: 35,
      finalAfterDays: 3,
      requestCapPerDay: 40,
    },
    // Two weeks of lookback and a week before it, for the sake of time.
    metrics: { periodSeconds: 300, backfillDays: 21, overlapMinutes: 15 },
    projects: projects(),
  };
  await database.projects.ensure(config.projects.map(({ name }) => name));
  const failures: string[] = [];
  const run = {
    runId: '0199a0c0-0000-7000-8000-000000000000',
    signal: new AbortController().signal,
    now: NOW,
    rowsWritten: () => {},
    accountRead: () => {},
    awsRequest: () => {},
    failed: (scope: string, error: Error) =>
      failures.push(`${scope}: ${error.message}`),
    problem: () => {},
    progressed: () => {},
    completed: () => {},
  };
  await new CostIngestion({
    entities: noEntities,
    source: new CostExplorerSource({
      accounts,
      metric: 'UnblendedCost',
      usageTypes: USAGE_TYPES,
    }),
    database,
    config,
  }).ingest(run);
  await new MetricIngestion({
    entities: noEntities,
    source: new CloudWatchSource({ accounts, clock: () => NOW }),
    database,
    config,
  }).ingest(run);
  expect(failures).toEqual([]);
}

function isAbout(incident: Incident, project: string, alert: AlertRecord) {
  const series =
    incident.kind === 'cost'
      ? alert.serviceName === incident.service
      : alert.metricName === METRIC_NAMES[incident.metricName];
  return (
    incident.component === project &&
    series &&
    alert.windowStart.getTime() >= incident.start.getTime() &&
    (!incident.end || alert.windowEnd.getTime() <= incident.end.getTime())
  );
}

describe.each(ENGINES)('detection of a simulated AWS on %s', engine => {
  let database: GuardrailsDatabase;

  beforeAll(async () => {
    ({ database } = await openDatabase(databases, engine));
    await ingest(database);
    // Six APIs × three weeks × 288 periods × two metrics to simulate, send and store.
  }, 60_000);

  async function allAlerts(): Promise<
    { project: string; alert: AlertRecord }[]
  > {
    const stored = await database.projects.list();
    const lists = await Promise.all(
      stored.map(async project =>
        (
          await alertsOf(database, project)
        ).map(alert => ({
          project: project.name,
          alert,
        })),
      ),
    );
    return lists.flat();
  }

  it('finds all incidents and nothing else', async () => {
    const run = await startDetecting(database).run(NOW.toISOString());
    const alerts = await allAlerts();
    const { incidents } = aws.current.world;

    expect(run.failures).toEqual([]);
    const found = incidents.map(incident => ({
      incident: incident.id,
      alerts: alerts.filter(({ project, alert }) =>
        isAbout(incident, project, alert),
      ).length,
    }));
    expect(found).toEqual(
      incidents.map(({ id }) => ({ incident: id, alerts: 1 })),
    );
    expect(
      alerts
        .filter(
          ({ project, alert }) =>
            !incidents.some(incident => isAbout(incident, project, alert)),
        )
        .map(({ project, alert }) => `${project}: ${alert.title}`),
    ).toEqual([]);
  });

  it('has ended what has ended, and says what is still going on', async () => {
    const statuses = Object.fromEntries(
      (await allAlerts()).map(({ alert }) => [alert.title, alert.status]),
    );

    expect(statuses).toEqual({
      'EC2 - Other cost tripled on payments-api': 'open',
      'CloudWatch cost rose × 5 on log-pipeline': 'resolved',
      'EC2 compute cost tripled on recommender': 'open',
      'p95 latency doubled on storefront': 'open',
      [`5xx errors rose to ${await peakErrors()} in 5 minutes on checkout-api`]:
        'resolved',
    });
  });

  async function peakErrors(): Promise<number> {
    const alerts = await allAlerts();
    return alerts.find(({ alert }) => alert.metricName === '5xx_count')!.alert
      .observedValue;
  }

  it('finds nothing more when it runs again, and every decision can be taken again', async () => {
    const portal = startDetecting(database);
    const before = await allAlerts();

    expect((await portal.run(NOW.toISOString())).rows).toBe(0);
    expect(await allAlerts()).toEqual(before);
    for (const { alert } of before) {
      const evidence = await portal.evidence.explain(alert);
      expect(evidence.difference).toBeUndefined();
      expect(
        (await database.recommendations.byAlert(alert.id)).length,
      ).toBeGreaterThanOrEqual(1);
    }
  });
});

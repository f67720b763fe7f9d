/** What is measured when something is written into the trail, seen through OpenTelemetry's own SDK. */
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import type { GuardrailsDatabase } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { costAlert, newProject, NOON } from '../database/__testUtils__/samples';
import {
  AuditTrail,
  RunTrail,
  countTrail,
  TrailMetrics,
  type AlertCreatedMetadata,
  type AuditedRun,
  type RunMetadata,
} from '.';

const databases = testDatabases();

const DECISION: AlertCreatedMetadata = {
  rule: 'cost_spike',
  ruleVersion: 1,
  parameters: {},
  unit: 'USD',
  inputs: { from: '', to: '', points: 29, periodSeconds: 86_400 },
  verdict: { at: '', observed: 412, baseline: 198, threshold: 257 },
};

describe.each(ENGINES)('the metrics of the trail on %s', engine => {
  let exporter: InMemoryMetricExporter;
  let provider: MeterProvider;
  let database: GuardrailsDatabase;
  let projectId: string;

  beforeEach(async () => {
    exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    provider = new MeterProvider({
      readers: [new PeriodicExportingMetricReader({ exporter })],
    });
    const opened = await openDatabase(databases, engine);
    database = countTrail(
      opened.database,
      new TrailMetrics(provider.getMeter('test') as unknown as MetricsService),
    );
    projectId = (await newProject(opened.database)).id;
  });

  afterEach(() => provider.shutdown());

  /** Name, attributes and value (the sum, of a histogram) of everything that was measured. */
  async function measured() {
    exporter.reset();
    await provider.forceFlush();
    return exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap(({ metrics }) => metrics)
      .flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }) => ({
          name: descriptor.name,
          unit: descriptor.unit,
          ...attributes,
          value: typeof value === 'number' ? value : value.sum,
        })),
      );
  }

  function run(metadata: Partial<RunMetadata> = {}): AuditedRun {
    return {
      projectId,
      runId: '01981a2b-0000-7000-8000-000000000001',
      actor: 'system',
      metadata: {
        jobId: 'ingest-costs',
        trigger: 'schedule',
        startedAt: new Date(NOON.getTime() - 12_500).toISOString(),
        rowsWritten: 1240,
        awsRequests: 3,
        failures: [],
        completedProjects: [],
        ...metadata,
      },
    };
  }

  it('tell how long a run took, how it ended, what it wrote and what it asked', async () => {
    const trail = new RunTrail(database, NOON);
    await trail.runStarted(run());
    await trail.runSucceeded(run());

    const job = { 'guardrails.job': 'ingest-costs' };
    expect(await measured()).toEqual([
      {
        name: 'guardrails.job.run.duration',
        unit: 's',
        ...job,
        'guardrails.run.outcome': 'succeeded',
        value: 12.5,
      },
      { name: 'guardrails.job.rows', unit: '{row}', ...job, value: 1240 },
      { name: 'guardrails.aws.requests', unit: '{request}', ...job, value: 3 },
    ]);
  });

  it('tell failed and skipped runs apart', async () => {
    const trail = new RunTrail(database, NOON);
    await trail.runFailed(
      run({ failures: [{ scope: 'the run', message: 'no' }] }),
    );
    await trail.runSkipped(run(), 'the cap is reached');

    const outcomes = (await measured())
      .filter(({ name }) => name === 'guardrails.job.run.duration')
      .map(
        point => (point as Record<string, unknown>)['guardrails.run.outcome'],
      );
    expect(outcomes.sort()).toEqual(['failed', 'skipped']);
  });

  it('count alerts that open and change once they are kept, and none that were rolled back', async () => {
    const openAlert = (fails: boolean) =>
      database.transaction(async stores => {
        const alert = await stores.alerts.insert(costAlert(projectId), NOON);
        if (!alert) throw new Error('there is one already');
        const trail = new AuditTrail(stores, NOON);
        await trail.alertCreated(alert, DECISION);
        await trail.alertStatusChanged(alert, {
          from: 'open',
          to: 'acknowledged',
          actor: 'ana@example.com',
        });
        if (fails) throw new Error('rolled back');
      });

    await expect(openAlert(true)).rejects.toThrow('rolled back');
    expect(await measured()).toEqual([]);

    await openAlert(false);
    expect(await measured()).toEqual([
      {
        name: 'guardrails.alerts.opened',
        unit: '{alert}',
        'guardrails.rule': 'cost_spike',
        value: 1,
      },
      {
        name: 'guardrails.alerts.status_changes',
        unit: '{change}',
        'guardrails.alert.status': 'acknowledged',
        value: 1,
      },
    ]);
  });
});

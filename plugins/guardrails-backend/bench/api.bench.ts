/** How fast every route answers beside `/health`, over years of history and with many people at once. */
import path from 'node:path';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { startGuardrails } from '../src/__testUtils__/startGuardrails';
import { Freshness, SavingsMeter } from '../src/service';
import type { Bench, BenchContext, Limit } from './Bench';
import { writeHistory } from './history';
import { keptDatabase, openDatabase, type BenchDatabase } from './openDatabase';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

/** The one with the number, of a route. */
type Ask = (number: number) => Asked;

const get = (address: string): Asked => ({ method: 'GET', path: address });

/** Pages are read by the largest size until this one, which is then the one measured. */
const DEEP_PAGE = 150;

/**
 * Rounds of all routes in turn. The best one of each route counts: what else the machine did in the others is nothing
 * that the portal answers for.
 */
const ROUNDS = 5;

/**
 * What holds on a quiet machine as well, where `/health` takes a fifteenth of what it does on a busy one; routes that are
 * not named here hold their targets.
 */
const FLOORS: Readonly<Record<string, number>> = {
  // Three statements, whatever it is about.
  summary: 8,
  costs: 8,
  evidence: 10,
  jobs: 10,
  // Counting to 10,000 is most of a page.
  alerts: 8,
  alerts_deep: 8,
  alerts_of_project: 8,
  recommendations: 8,
  recommendations_by_money: 10,
  recommendations_by_severity: 10,
  // Gathers 2,000 points into 1,000.
  metrics: 12,
  // Ranks 13,000 answers.
  alert_statistics: 18,
  // 50 projects, 57 kB.
  summaries: 22,
  // Reads 700 recommendations with their alerts.
  savings: 35,
};

export const bench: Bench<
  | 'projects'
  | 'metricRows'
  | 'costRows'
  | 'alerts'
  | 'events'
  | 'clients'
  | 'requests'
  | 'database'
> = {
  name: 'api',
  describe:
    'Every read route and a transition, p95 beside that of /health in the same run (the policy allows everything, and is not asked over HTTP).',
  options: {
    projects: { describe: 'projects', default: 200, smoke: 3 },
    metricRows: {
      describe: 'rows of reliability_metrics',
      default: 10_000_000,
      smoke: 600,
    },
    costRows: {
      describe: 'rows of daily_costs',
      default: 1_000_000,
      smoke: 3000,
    },
    alerts: { describe: 'rows of alerts', default: 100_000, smoke: 60 },
    events: { describe: 'rows of events', default: 1_000_000, smoke: 300 },
    clients: { describe: 'requests at once', default: 50, smoke: 4 },
    requests: { describe: 'of each route', default: 1000, smoke: 15 },
    database: {
      describe:
        'connection string of an empty database, which keeps the history for the next run; none: one that is dropped',
      default: '',
      smoke: '',
    },
  },
  async run(options, context) {
    const opened = options.database
      ? await keptDatabase(options.database)
      : await openDatabase(context.postgresUrl, 'api');
    try {
      if ((await opened.database.projects.list()).length === 0) {
        context.say('writing the history');
        await writeHistory(opened.knex, options);
      }
      // What an earlier run changed and had no time to tell would be told in the midst of this one.
      await opened
        .knex('deliveries')
        .where({ status: 'pending' })
        .update({ status: 'skipped' });
      await measureSavings(opened);
      const guardrails = await startGuardrails({ knex: opened.knex });
      try {
        return await measure(guardrails.baseUrl, options, context);
      } finally {
        await guardrails.stop();
      }
    } finally {
      await opened.close();
    }
  },
};

/** As every run of the detection does. */
async function measureSavings({ database }: BenchDatabase): Promise<void> {
  const config = { costs: { finalAfterDays: 3 }, projects: [] } as any;
  const now = () => new Date();
  await new SavingsMeter({
    database,
    freshness: new Freshness({ stores: database, config, now }),
    config,
  }).store();
}

async function measure(
  baseUrl: string,
  { clients, requests }: { clients: number; requests: number },
  { say }: BenchContext,
) {
  const routes = await routesOf(baseUrl);
  const worker = new Worker(path.join(__dirname, 'load.mjs'));
  const best = new Map<string, number>();
  try {
    const count = Math.ceil(requests / ROUNDS);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, ask] of Object.entries(routes)) {
        const asked = Array.from({ length: count }, (_, i) =>
          ask(round * count + i),
        );
        worker.postMessage({
          baseUrl: `${baseUrl}/api/guardrails`,
          requests: asked,
          clients,
        });
        const [answers]: { status: number; ms: number }[][] = await once(
          worker,
          'message',
        );
        const failed = answers.find(({ status }) => status >= 300);
        if (failed) throw new Error(`${name} answered ${failed.status}`);
        const p95 = percentile(
          answers.map(({ ms }) => ms),
          0.95,
        );
        best.set(name, Math.min(best.get(name) ?? Infinity, p95));
      }
      say(`round ${round + 1} of ${ROUNDS}`);
    }
  } finally {
    await worker.terminate();
  }
  const p95 = (name: string) => best.get(name)!;
  const names = Object.keys(routes).filter(name => name !== 'health');
  const targets: Record<string, Limit> = Object.fromEntries(
    names.map(name => [
      `${name}_p95_ms`,
      { atMost: name === 'transition' ? 6 : 4 },
    ]),
  );
  const floors: Record<string, Limit> = Object.fromEntries(
    names.map(name => [
      `${name}_p95_ms`,
      { atMost: FLOORS[name] ?? (name === 'transition' ? 6 : 4) },
    ]),
  );
  return {
    floors: {
      ...floors,
      deep_to_first_page_of_alerts: { atMost: 3 },
      deep_to_first_page_of_events: { atMost: 3 },
    },
    figures: {
      health_p95_ms: p95('health'),
      ...Object.fromEntries(
        names.map(name => [
          `${name}_p95_ms`,
          { value: p95(name), reference: p95('health') },
        ]),
      ),
      deep_to_first_page_of_alerts: p95('alerts_deep') / p95('alerts'),
      deep_to_first_page_of_events: p95('events_deep') / p95('events'),
    },
    targets: {
      ...targets,
      // It does not grow; half again is what two measurements of the same may differ by.
      deep_to_first_page_of_alerts: { atMost: 1.5 },
      deep_to_first_page_of_events: { atMost: 1.5 },
    },
  };
}

async function routesOf(baseUrl: string): Promise<Record<string, Ask>> {
  const read = async (address: string): Promise<any> => {
    const response = await fetch(`${baseUrl}/api/guardrails${address}`);
    if (!response.ok) throw new Error(`${address}: ${await response.text()}`);
    return response.json();
  };
  /** The query of the page; of the first one where there are too few. */
  const deepPage = async (list: string): Promise<string> => {
    let cursor = '';
    for (let page = 1; page < DEEP_PAGE; page++) {
      const { nextCursor } = await read(
        `/${list}?limit=200${cursor && `&cursor=${cursor}`}`,
      );
      if (!nextCursor) break;
      cursor = nextCursor;
    }
    return cursor && `?cursor=${cursor}`;
  };
  const unresolved: { id: string; status: string }[] = [];
  for (let cursor = ''; ; ) {
    const page = await read(
      `/alerts?status=open&status=acknowledged&limit=200${
        cursor && `&cursor=${cursor}`
      }`,
    );
    unresolved.push(...page.items);
    if (!page.nextCursor) break;
    cursor = page.nextCursor;
  }
  const { items: projects } = await read('/projects');
  const names: string[] = projects
    .map(({ name }: { name: string }) => name)
    .filter((name: string) => name !== 'default');
  const nameOf = (n: number) => names[n % names.length];
  const { items: alerts } = await read('/alerts?limit=200');
  const { items: advice } = await read('/recommendations?limit=200');
  const of = (items: { id: string }[], n: number) => items[n % items.length].id;
  const [alertsDeep, eventsDeep] = [
    await deepPage('alerts'),
    await deepPage('events'),
  ];
  return {
    health: () => get('/health'),
    projects: () => get('/projects'),
    summaries: () => get('/summaries'),
    summary: n => get(`/projects/${nameOf(n)}/summary`),
    costs: n => get(`/costs?project=${nameOf(n)}`),
    metrics: n => get(`/metrics?project=${nameOf(n)}&metric=p95_latency_ms`),
    alerts: () => get('/alerts'),
    alerts_deep: () => get(`/alerts${alertsDeep}`),
    alerts_of_project: n =>
      get(`/alerts?project=${nameOf(n)}&order=severity&snoozed=false`),
    alert_statistics: () => get('/alerts/statistics'),
    alerts_resolved: () =>
      get(
        `/alerts?resolvedFrom=${new Date(
          Date.now() - 7 * 86_400_000,
        ).toISOString()}`,
      ),
    alert: n => get(`/alerts/${of(alerts, n)}`),
    evidence: n => get(`/alerts/${of(alerts, n)}/evidence`),
    recommendations: () => get('/recommendations'),
    recommendations_by_money: () => get('/recommendations?sort=money'),
    recommendations_by_severity: n =>
      get(`/recommendations?project=${nameOf(n)}&sort=severity`),
    recommendation: n => get(`/recommendations/${of(advice, n)}`),
    savings: () => get('/savings?groupBy=owner'),
    events: () => get('/events'),
    events_deep: () => get(`/events${eventsDeep}`),
    jobs: () => get('/jobs'),
    // There and back, from where the run before left it in a kept database.
    transition: n => {
      const { id, status } = unresolved[n % unresolved.length];
      const isBack = Math.floor(n / unresolved.length) % 2 === 1;
      return {
        method: 'PATCH',
        path: `/alerts/${id}`,
        body: {
          status: (status === 'open') === isBack ? 'open' : 'acknowledged',
        },
      };
    },
  };
}

function percentile(values: readonly number[], share: number): number {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[
    Math.min(Math.floor(ordered.length * share), ordered.length - 1)
  ];
}

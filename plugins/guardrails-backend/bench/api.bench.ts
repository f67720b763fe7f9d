/** How fast every route answers beside `/health`, over years of history and with many people at once. */
import path from 'node:path';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { startGuardrails } from '../src/__testUtils__/startGuardrails';
import { Freshness, SavingsMeter } from '../src/service';
import type { Bench, BenchContext, BenchResult, Figure, Limit } from './Bench';
import { Random } from './Random';
import { writeHistory } from './history';
import { keptDatabase, openDatabase, type BenchDatabase } from './openDatabase';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

/** The one with the number, of a route. */
type Ask = (number: number) => Asked;

interface Answered {
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

const get = (address: string): Asked => ({ method: 'GET', path: address });

/** Pages are read by the largest size until this one, which is then the one measured. */
const DEEP_PAGE = 150;

/**
 * Rounds of each route alone, in turn, and of all of them among each other. Of a route's rounds the middle one counts, of
 * `/health` too: what else the machine did in one is nothing that the portal answers for, and a lucky one nothing to be held to.
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
  // Gathers 2,000 points into 670.
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
  const names = Object.keys(routes);
  const worker = new Worker(path.join(__dirname, 'load.mjs'));
  const alone = new Map<string, number[]>();
  const amongAll = new Map<string, number[]>();
  const asked = new Map<string, number>();
  const load = async (
    queue: readonly string[],
    rounds: Map<string, number[]>,
  ): Promise<void> => {
    worker.postMessage({
      baseUrl: `${baseUrl}/api/guardrails`,
      requests: queue.map(route => {
        const number = asked.get(route) ?? 0;
        asked.set(route, number + 1);
        return { route, ...routes[route](number) };
      }),
      clients,
    });
    const [answers]: Answered[][] = await once(worker, 'message');
    for (const [route, p95] of p95s(answers)) {
      rounds.set(route, [...(rounds.get(route) ?? []), p95]);
    }
  };
  try {
    const times = Math.ceil(requests / ROUNDS);
    const random = new Random(1);
    for (let round = 0; round < ROUNDS; round++) {
      const queues = names.map(name => Array<string>(times).fill(name));
      for (const queue of queues) await load(queue, alone);
      await load(shuffled(queues.flat(), random), amongAll);
      say(`round ${round + 1} of ${ROUNDS}`);
    }
  } finally {
    await worker.terminate();
  }
  return resultOf(middles(alone), middles(amongAll));
}

function middles(
  rounds: ReadonlyMap<string, readonly number[]>,
): Map<string, number> {
  return new Map(
    [...rounds].map(([route, p95]) => [route, percentile(p95, 0.5)]),
  );
}

/** @throws Error when a request failed */
function p95s(answers: readonly Answered[]): Map<string, number> {
  const times = new Map<string, number[]>();
  for (const { route, status, ms } of answers) {
    if (status >= 300) throw new Error(`${route} answered ${status}`);
    times.set(route, [...(times.get(route) ?? []), ms]);
  }
  return new Map(
    [...times].map(([route, each]) => [route, percentile(each, 0.95)]),
  );
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map(item => ({ item, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

function resultOf(
  alone: ReadonlyMap<string, number>,
  amongAll: ReadonlyMap<string, number>,
): BenchResult {
  const names = [...alone.keys()].filter(name => name !== 'health');
  const figures = (p95: ReadonlyMap<string, number>, name: string) =>
    names.map((route): [string, Figure] => [
      `${route}_${name}`,
      { value: p95.get(route)!, reference: p95.get('health')! },
    ]);
  const promised = (name: string): Limit => ({
    atMost: name === 'transition' ? 6 : 4,
  });
  const deep = (list: string) => alone.get(`${list}_deep`)! / alone.get(list)!;
  return {
    figures: {
      health_p95_ms: alone.get('health')!,
      ...Object.fromEntries(figures(alone, 'p95_ms')),
      health_among_all_p95_ms: amongAll.get('health')!,
      ...Object.fromEntries(figures(amongAll, 'among_all_p95_ms')),
      deep_to_first_page_of_alerts: deep('alerts'),
      deep_to_first_page_of_events: deep('events'),
    },
    targets: {
      ...Object.fromEntries(
        names.flatMap(name => [
          [`${name}_p95_ms`, promised(name)],
          [`${name}_among_all_p95_ms`, promised(name)],
        ]),
      ),
      // It does not grow; half again is what two measurements of the same may differ by.
      deep_to_first_page_of_alerts: { atMost: 1.5 },
      deep_to_first_page_of_events: { atMost: 1.5 },
    },
    floors: {
      ...Object.fromEntries(
        names.map(name => [
          `${name}_p95_ms`,
          FLOORS[name] ? { atMost: FLOORS[name] } : promised(name),
        ]),
      ),
      deep_to_first_page_of_alerts: { atMost: 3 },
      deep_to_first_page_of_events: { atMost: 3 },
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

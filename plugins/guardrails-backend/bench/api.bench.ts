/** How fast every route answers beside `/health`, over years of history and with many people at once. */
import path from 'node:path';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Knex } from 'knex';
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

/** Milliseconds, by route. */
type Times = ReadonlyMap<string, readonly number[]>;

/** What a route took in one round, and `/health` beside it. */
interface Round {
  readonly p95: number;
  readonly health: number;
}

interface ApiOptions {
  readonly clients: number;
  readonly requests: number;
  readonly routes: string;
}

const get = (address: string): Asked => ({ method: 'GET', path: address });

/** Pages are read by the largest size until this one, which is then the one measured. */
const DEEP_PAGE = 150;

/**
 * Rounds of each route alone, with `/health` just before and just after it, and of all of them among each other. Of a
 * route's rounds the middle one counts: what else the machine did in one is nothing that the portal answers for, and a
 * lucky one nothing to be held to.
 */
const ROUNDS = 5;

/**
 * What a route may take alone, in times of `/health`. That takes a tenth of a millisecond, so a route that reads 50 rows
 * takes five times as long whatever is done about it, and one that adds up a quarter twenty times: this finds those that
 * got out of hand.
 */
const MOST_ALONE: Limit = { atMost: 30 };

export const bench: Bench<
  | 'projects'
  | 'metricRows'
  | 'costRows'
  | 'alerts'
  | 'events'
  | 'clients'
  | 'requests'
  | 'routes'
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
    routes: {
      describe: 'only these, by name, with commas between them; none: all',
      default: '',
      smoke: '',
    },
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
        return await measure(guardrails.baseUrl, opened.knex, options, context);
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
  knex: Knex,
  { clients, requests, routes: only }: ApiOptions,
  { say }: BenchContext,
) {
  const routes = await routesOf(baseUrl);
  const named = only ? only.split(',') : [];
  const unknown = named.filter(name => !routes[name] || name === 'health');
  if (unknown.length > 0) throw new Error(`no routes: ${unknown.join(', ')}`);
  const names = Object.keys(routes).filter(
    name => name !== 'health' && (!only || named.includes(name)),
  );
  const worker = new Worker(path.join(__dirname, 'load.mjs'));
  const asked = new Map<string, number>();
  const load = async (queue: readonly string[]): Promise<Times> => {
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
    return timesOf(answers);
  };
  const alone = new Map<string, Round[]>();
  const amongAll = new Map<string, Round[]>();
  const keep = (rounds: Map<string, Round[]>, name: string, round: Round) =>
    rounds.set(name, [...(rounds.get(name) ?? []), round]);
  try {
    const times = Math.ceil(requests / ROUNDS);
    const many = (name: string) => Array<string>(times).fill(name);
    const random = new Random(1);
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of names) {
        await allTold(knex);
        const before = (await load(many('health'))).get('health')!;
        const of = (await load(many(name))).get(name)!;
        await allTold(knex);
        const after = (await load(many('health'))).get('health')!;
        keep(alone, name, {
          p95: p95(of),
          health: p95([...before, ...after]),
        });
      }
      const all = await load(
        shuffled([...names, 'health'].flatMap(many), random),
      );
      const health = p95(all.get('health')!);
      for (const name of names) {
        keep(amongAll, name, { p95: p95(all.get(name)!), health });
      }
      say(`round ${round + 1} of ${ROUNDS}`);
    }
    await allTold(knex);
  } finally {
    await worker.terminate();
  }
  return resultOf(middles(alone), middles(amongAll));
}

/** Until no outlet has anything left to tell of the changes that were made: telling takes the portal's time. */
async function allTold(knex: Knex): Promise<void> {
  for (let looks = 0; looks < 2; looks++) {
    while (
      await knex('deliveries').where({ status: 'pending' }).first('outlet')
    ) {
      looks = 0;
      await pause(100);
    }
    // What was committed last is taken up within milliseconds.
    await pause(50);
  }
}

/** By the ratio, which is what is promised. */
function middles(
  rounds: ReadonlyMap<string, readonly Round[]>,
): Map<string, Round> {
  const ratio = ({ p95: taken, health }: Round) => taken / health;
  return new Map(
    [...rounds].map(([name, each]) => [
      name,
      [...each].sort((a, b) => ratio(a) - ratio(b))[
        Math.floor(each.length / 2)
      ],
    ]),
  );
}

/** By route. @throws Error when a request failed */
function timesOf(answers: readonly Answered[]): Times {
  const times = new Map<string, number[]>();
  for (const { route, status, ms } of answers) {
    if (status >= 300) throw new Error(`${route} answered ${status}`);
    const known = times.get(route);
    if (known) known.push(ms);
    else times.set(route, [ms]);
  }
  return times;
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map(item => ({ item, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

function resultOf(
  alone: ReadonlyMap<string, Round>,
  amongAll: ReadonlyMap<string, Round>,
): BenchResult {
  const names = [...alone.keys()];
  const figures = (rounds: ReadonlyMap<string, Round>, name: string) =>
    names.map((route): [string, Figure] => [
      `${route}_${name}`,
      { value: rounds.get(route)!.p95, reference: rounds.get(route)!.health },
    ]);
  /** Among each other: as people ask them, with 50 at work in the portal at once. */
  const promises = Object.fromEntries(
    names.map((name): [string, Limit] => [
      `${name}_p95_ms`,
      { atMost: name === 'transition' ? 6 : 4 },
    ]),
  );
  const lists = ['alerts', 'events'].filter(
    list => alone.has(list) && alone.has(`${list}_deep`),
  );
  const ofLists = <T>(of: (list: string) => T) =>
    Object.fromEntries(
      lists.map(list => [`deep_to_first_page_of_${list}`, of(list)]),
    );
  return {
    figures: {
      ...Object.fromEntries(figures(amongAll, 'p95_ms')),
      ...Object.fromEntries(figures(alone, 'alone_p95_ms')),
      ...ofLists(list => alone.get(`${list}_deep`)!.p95 / alone.get(list)!.p95),
    },
    targets: {
      ...promises,
      // It does not grow; half again is what two measurements of the same may differ by.
      ...ofLists(() => ({ atMost: 1.5 })),
    },
    floors: {
      ...promises,
      ...Object.fromEntries(
        names.map(name => [`${name}_alone_p95_ms`, MOST_ALONE]),
      ),
      ...ofLists(() => ({ atMost: 3 })),
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

function p95(times: readonly number[]): number {
  const ordered = [...times].sort((a, b) => a - b);
  return ordered[
    Math.min(Math.floor(ordered.length * 0.95), ordered.length - 1)
  ];
}

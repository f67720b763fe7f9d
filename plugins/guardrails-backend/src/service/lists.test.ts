import { freezeClock } from '../__testUtils__/frozenClock';
import {
  seedAlert,
  seedCosts,
  seedProject,
  seedRecommendation,
} from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import type { AlertRecord, Database, RecommendationRecord } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';

jest.setTimeout(60_000);
freezeClock();

const databases = testDatabases();

describe.each(ENGINES)('lists on %s', engine => {
  let guardrails: RunningGuardrails;
  let database: Database;
  const alerts: Record<string, AlertRecord> = {};
  const advice: Record<string, RecommendationRecord> = {};

  beforeAll(async () => {
    const opened = await openDatabase(databases, engine);
    database = opened.database;
    guardrails = await startGuardrails({ knex: opened.knex });
    const payments = await seedProject(database, 'payments-api');
    const search = await seedProject(database, 'search');
    await seedCosts(database, payments, { S3: '1.0000' }, { from: 5, to: 1 });
    const at = (day: number) => new Date(Date.UTC(2026, 10, day, 6));
    alerts.rds = await seedAlert(database, payments, {
      title: 'RDS',
      severity: 'medium',
      serviceName: 'Amazon RDS',
      detectedAt: at(10),
    });
    alerts.nat = await seedAlert(database, payments, {
      title: 'NAT',
      severity: 'high',
      serviceName: 'AmazonVPC',
      detectedAt: at(12),
    });
    alerts.errors = await seedAlert(database, payments, {
      title: '5xx',
      alertType: 'reliability',
      severity: 'low',
      source: 'CloudWatch',
      serviceName: undefined,
      metricName: '5xx_count',
      detectedAt: at(14),
    });
    alerts.latency = await seedAlert(database, search, {
      title: 'p95',
      alertType: 'reliability',
      severity: 'high',
      source: 'CloudWatch',
      serviceName: undefined,
      metricName: 'p95_latency_ms',
      detectedAt: at(16),
    });
    await guardrails.client.updateAlert(alerts.nat.id, {
      status: 'acknowledged',
    });
    await guardrails.client.updateAlert(alerts.errors.id, {
      status: 'resolved',
    });
    advice.indexes = await seedRecommendation(database, alerts.rds, 'Indexes');
    advice.size = await seedRecommendation(database, alerts.rds, 'Size');
    advice.cache = await seedRecommendation(database, alerts.latency, 'Cache');
    await guardrails.client.updateRecommendation(advice.size.id, {
      status: 'in_progress',
      owner: 'bob@example.com',
    });
  });
  afterAll(() => guardrails.stop());

  const get = async (path: string) => {
    const response = await guardrails.api.get(`/api/guardrails${path}`);
    expect([response.status, response.text]).toEqual([200, response.text]);
    return response.body;
  };
  const titles = (body: { items: { title: string }[] }) =>
    body.items.map(({ title }) => title);

  /** Follows the cursors of a list to its end. */
  const walk = async (path: string) => {
    const pages: any[] = [];
    let next = '';
    do {
      const body = await get(`${path}${next}`);
      pages.push(body);
      next =
        body.nextCursor && `&cursor=${encodeURIComponent(body.nextCursor)}`;
    } while (next);
    return pages;
  };

  describe('of alerts', () => {
    it.each([
      ['', ['p95', '5xx', 'NAT', 'RDS']],
      ['?project=payments-api', ['5xx', 'NAT', 'RDS']],
      ['?entityRef=component:default/payments-api', ['5xx', 'NAT', 'RDS']],
      ['?status=open', ['p95', 'RDS']],
      ['?status=open&status=acknowledged', ['p95', 'NAT', 'RDS']],
      ['?type=reliability', ['p95', '5xx']],
      ['?severity=high', ['p95', 'NAT']],
      ['?severity=high&severity=low&project=payments-api', ['5xx', 'NAT']],
      ['?service=AmazonVPC', ['NAT']],
      ['?service=nothing', []],
      ['?from=2026-11-12T06:00:00Z', ['p95', '5xx', 'NAT']],
      ['?to=2026-11-12T06:00:00Z', ['RDS']],
      ['?from=2026-11-12T07:00:00%2B01:00&to=2026-11-14T00:00:00Z', ['NAT']],
      ['?order=severity', ['p95', 'NAT', 'RDS', '5xx']],
    ])('answers %s', async (query, expected) => {
      const body = await get(`/alerts${query}`);
      expect(titles(body)).toEqual(expected);
      expect(body.totalItems).toBe(expected.length);
    });

    it.each(['detectedAt', 'severity'])(
      'walks every page of the order by %s once',
      async order => {
        const all = titles(await get(`/alerts?order=${order}`));
        const pages = await walk(`/alerts?order=${order}&limit=1`);
        expect(pages).toHaveLength(4);
        expect(pages.flatMap(titles)).toEqual(all);
        expect(pages.map(page => page.totalItems)).toEqual([4, 4, 4, 4]);
        expect(pages.at(-1)).not.toHaveProperty('nextCursor');
      },
    );

    it('does not take the cursor of another order', async () => {
      const { nextCursor } = await get('/alerts?limit=1');
      const response = await guardrails.api.get(
        `/api/guardrails/alerts?order=severity&cursor=${nextCursor}`,
      );
      expect(response.status).toBe(400);
    });

    it('says of each what it is about and in which unit', async () => {
      const { items } = await get('/alerts');
      expect(items[0]).toEqual({
        id: alerts.latency.id,
        project: 'search',
        alertType: 'reliability',
        status: 'open',
        severity: 'high',
        title: 'p95',
        description: 'Tuesday cost $412. Similar Tuesdays: $198. Limit: $257.',
        source: 'CloudWatch',
        detectedAt: '2026-11-16T06:00:00.000Z',
        windowStart: '2026-11-17T00:00:00.000Z',
        windowEnd: '2026-11-18T00:00:00.000Z',
        metricName: 'p95_latency_ms',
        observedValue: 412,
        baselineValue: 198,
        thresholdValue: 257.4,
        unit: 'ms',
        ruleName: 'cost_spike',
        createdAt: '2026-11-18T06:14:00.000Z',
        updatedAt: '2026-11-18T06:14:00.000Z',
        allowedTransitions: ['acknowledged', 'resolved'],
      });
      expect(items.map((each: any) => each.unit)).toEqual([
        'ms',
        'count',
        'USD',
        'USD',
      ]);
    });

    it('shows one with its advice and its timeline, oldest first', async () => {
      const body = await get(`/alerts/${alerts.nat.id}`);
      expect(body.events.map((each: any) => each.eventType)).toEqual([
        'created',
        'status_changed',
      ]);
      expect(
        titles({
          items: (await get(`/alerts/${alerts.rds.id}`)).recommendations,
        }),
      ).toEqual(['Indexes', 'Size']);
    });

    it('shows the evidence behind one', async () => {
      const body = await get(`/alerts/${alerts.nat.id}/evidence`);
      expect(body).toMatchObject({
        alertId: alerts.nat.id,
        rule: { name: 'cost_spike', version: 1 },
        sentence: alerts.nat.description,
        // Nothing is stored of the series, so the decision cannot be taken again.
        reproduced: false,
        difference: expect.any(String),
      });
    });
  });

  describe('of recommendations', () => {
    it.each([
      ['', ['Indexes', 'Size', 'Cache']],
      ['?project=search', ['Cache']],
      ['?entityRef=Component:payments-api', ['Indexes', 'Size']],
      ['?status=open', ['Indexes', 'Cache']],
      ['?status=open&status=in_progress', ['Indexes', 'Size', 'Cache']],
      ['?owner=bob@example.com', ['Size']],
      ['?owner=nobody', []],
    ])('answers %s', async (query, expected) => {
      const body = await get(`/recommendations${query}`);
      expect(titles(body)).toEqual(expected);
      expect(body.totalItems).toBe(expected.length);
    });

    it('answers those of one alert, and names it', async () => {
      const body = await get(`/recommendations?alertId=${alerts.rds.id}`);
      expect(
        body.items.map((each: any) => [
          each.title,
          each.alertTitle,
          each.alertSeverity,
          each.alertStatus,
          each.project,
        ]),
      ).toEqual([
        ['Indexes', 'RDS', 'medium', 'open', 'payments-api'],
        ['Size', 'RDS', 'medium', 'open', 'payments-api'],
      ]);
    });

    it('walks every page once', async () => {
      const pages = await walk('/recommendations?limit=2');
      expect(pages.map(titles)).toEqual([['Indexes', 'Size'], ['Cache']]);
    });

    it('shows one with its steps and its timeline', async () => {
      const body = await get(`/recommendations/${advice.size.id}`);
      expect(body).toMatchObject({
        actionSteps: ['Open Performance Insights', 'Sort by load'],
        impact: 'about $310 a month if it stays',
        owner: 'bob@example.com',
      });
      expect(body.events.map((each: any) => each.eventType)).toEqual([
        'status_changed',
        'owner_changed',
      ]);
    });
  });

  describe('of events', () => {
    const types = (body: { items: { eventType: string }[] }) =>
      body.items.map(({ eventType }) => eventType);

    it('answers the newest first, with the project of each', async () => {
      const body = await get('/events');
      const times = body.items.map((each: any) => each.createdAt);
      expect(times).toEqual([...times].sort().reverse());
      expect(new Set(body.items.map((each: any) => each.project))).toEqual(
        new Set(['payments-api', 'search']),
      );
    });

    it.each([
      ['?entityType=recommendation', ['owner_changed', 'status_changed']],
      ['?eventType=owner_changed', ['owner_changed']],
      ['?project=search', ['created']],
      [
        '?actor=user:default/mock&entityType=alert',
        ['status_changed', 'status_changed'],
      ],
      ['?actor=nobody', []],
      ['?entityType=job', []],
      ['?entityType=job&entityType=recommendation&project=search', []],
      [
        '?entityType=alert&entityType=recommendation&project=search',
        ['created'],
      ],
    ])('answers %s', async (query, expected) => {
      expect(types(await get(`/events${query}`))).toEqual(expected);
    });

    it('names the alert or the recommendation that each is about', async () => {
      const named = ({ items }: { items: any[] }) =>
        items.map(({ eventType, title }) => [eventType, title]);
      expect(named(await get('/events?project=search'))).toEqual([
        ['created', 'p95'],
      ]);
      expect(named(await get('/events?entityType=recommendation'))).toEqual([
        ['owner_changed', 'Size'],
        ['status_changed', 'Size'],
      ]);
      expect(
        named({ items: (await get(`/alerts/${alerts.nat.id}`)).events }),
      ).toEqual([
        ['created', 'NAT'],
        ['status_changed', 'NAT'],
      ]);
      expect(
        named({
          items: (await get(`/recommendations/${advice.size.id}`)).events,
        }),
      ).toEqual([
        ['status_changed', 'Size'],
        ['owner_changed', 'Size'],
      ]);
    });

    it('answers those of one alert', async () => {
      const body = await get(
        `/events?entityType=alert&entityId=${alerts.nat.id}`,
      );
      expect(types(body)).toEqual(['status_changed', 'created']);
    });

    it('walks every page once', async () => {
      const all = (await get('/events')).items.map((each: any) => each.id);
      const pages = await walk('/events?limit=3');
      expect(
        pages.flatMap(page => page.items.map((each: any) => each.id)),
      ).toEqual(all);
    });
  });
});

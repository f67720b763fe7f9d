import type { DetectionRule } from '@cloudops/plugin-guardrails-node';
import { AuditTrail } from '../audit';
import type {
  GuardrailsDatabase,
  MetricValue,
  ProjectRecord,
} from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { newProject } from '../database/__testUtils__/samples';
import { builtInRules } from '../detection';
import {
  alertsOf,
  days,
  facts,
  natBill,
  SERVICE,
  startDetecting,
  storeCosts,
} from './__testUtils__/detecting';

const databases = testDatabases();

const DAY_MS = 86_400_000;
const PERIOD_MS = 300_000;
const INCIDENT = days('2026-11-15', '2026-11-17');

describe.each(ENGINES)('DetectJob on %s', engine => {
  let database: GuardrailsDatabase;
  let project: ProjectRecord;

  beforeEach(async () => {
    ({ database } = await openDatabase(databases, engine));
    project = await newProject(database);
  });

  async function storeNatBill(
    first: string,
    last: string,
    incident: readonly string[] = INCIDENT,
  ) {
    await storeCosts(
      database,
      project,
      days(first, last).map(day => [day, natBill(day, incident)] as const),
    );
  }

  async function eventsOf(alertId: string) {
    return database.events.byEntity('alert', alertId);
  }

  describe('a finding', () => {
    it('becomes an alert with every column filled, its recommendations and their trail', async () => {
      await storeNatBill('2026-08-20', '2026-11-15');

      const run = await startDetecting(database).run('2026-11-16T06:14:00Z');
      const [alert] = await alertsOf(database, project);
      const recommendations = await database.recommendations.byAlert(alert.id);

      expect(run.failures).toEqual([]);
      expect(run.completed).toContain(project.name);
      expect(alert).toMatchObject({
        alertType: 'cost',
        status: 'open',
        severity: 'high',
        title: `EC2 - Other cost tripled on ${project.name}`,
        description: expect.stringMatching(
          /^Sunday 15 Nov cost \$14\d\. Similar Sundays: \$4\d\.\d\d\. Limit: \$\d\d\.\d\d \(4\d % over\)\. If it stays: about \$2,900 a month\.$/,
        ),
        source: 'Cost Explorer',
        detectedAt: new Date('2026-11-16T06:14:00Z'),
        windowStart: new Date('2026-11-15T00:00:00Z'),
        windowEnd: new Date('2026-11-16T00:00:00Z'),
        serviceName: SERVICE,
        metricName: undefined,
        observedValue: Number(natBill('2026-11-15', INCIDENT).toFixed(4)),
        ruleName: 'cost_spike',
      });
      expect(alert.baselineValue).toBeCloseTo(46, 0);
      // A single day has to cost $20 more than usual to matter.
      expect(alert.thresholdValue).toBeCloseTo(alert.baselineValue + 20, 4);

      expect(recommendations.length).toBeGreaterThanOrEqual(1);
      expect(recommendations[0]).toMatchObject({
        status: 'open',
        impact: 'about $2,900 a month if it stays',
      });
      expect(run.rows).toBe(1 + recommendations.length);

      expect(await eventsOf(alert.id)).toMatchObject([
        {
          eventType: 'created',
          actor: 'system',
          metadata: {
            rule: 'cost_spike',
            ruleVersion: 6,
            parameters: { spreads: 8 },
            unit: 'USD',
            inputs: { to: '2026-11-15T00:00:00.000Z', periodSeconds: 86_400 },
            verdict: { at: '2026-11-15T00:00:00.000Z' },
          },
        },
      ]);
      expect(
        await database.events.byEntity('recommendation', recommendations[0].id),
      ).toMatchObject([
        {
          eventType: 'created',
          metadata: { alertId: alert.id, playbook: 'ec2-other' },
        },
      ]);
    });

    it('is judged by what an entity of the project sets, and by the configuration where that cannot be used', async () => {
      await storeNatBill('2026-08-20', '2026-11-15');
      const setting = (minImpact: number) => ({
        byProject: async () =>
          new Map([
            [
              project.name,
              [
                {
                  entityRef: 'component:default/nat',
                  parameters: { cost_spike: { minImpact } },
                },
              ],
            ],
          ]),
      });

      const quiet = startDetecting(database, { annotations: setting(500) });
      expect((await quiet.run('2026-11-16T06:00:00Z')).failures).toEqual([]);
      expect(await alertsOf(database, project)).toEqual([]);

      const wrong = startDetecting(database, { annotations: setting(-1) });
      expect((await wrong.run('2026-11-16T06:00:00Z')).failures).toEqual([
        expect.stringContaining(
          'component:default/nat: guardrails/rule.cost_spike.minImpact: got -1, takes a number from 0 to 1000000',
        ),
      ]);
      expect(await alertsOf(database, project)).toHaveLength(1);
    });

    it('may be about the whole project, whose services are within their limits', async () => {
      await storeNatBill('2026-08-20', '2026-11-15', []);
      const portal = startDetecting(database, {
        projects: [
          {
            name: project.name,
            ruleParameters: { cost_limit: { total: 47 } },
          },
        ],
      });
      await storeCosts(database, project, [['2026-11-15', 48.5]]);

      await portal.run('2026-11-16T06:00:00Z');
      const alerts = await alertsOf(database, project);

      expect(alerts.map(({ serviceName }) => serviceName)).toEqual([
        'All services',
      ]);
      expect(alerts[0].title).toBe(
        `Total cost over its limit of $47.00 a day on ${project.name}`,
      );
      expect((await portal.evidence.explain(alerts[0])).reproduced).toBe(true);
    });

    it('is kept together with its recommendations and events, or not at all', async () => {
      await storeNatBill('2026-08-20', '2026-11-15');
      const failing = startDetecting(database, {
        playbooks: [
          {
            name: 'broken',
            applies: () => true,
            recommend: () => {
              throw new Error('no steps');
            },
          },
        ],
      });

      const run = await failing.run('2026-11-16T06:14:00Z');

      expect(run.failures).toEqual([`project ${project.name}: no steps`]);
      expect(await alertsOf(database, project)).toEqual([]);
      expect(
        (
          await database.events.list(
            { projectIds: [project.id] },
            { limit: 10 },
          )
        ).items,
      ).toEqual([]);
    });

    it('of long ago opens nothing', async () => {
      await storeNatBill(
        '2026-06-20',
        '2026-11-20',
        days('2026-10-01', '2026-10-03'),
      );

      await startDetecting(database).run('2026-11-21T06:00:00Z');

      expect(await alertsOf(database, project)).toEqual([]);
    });

    it('is judged with the project’s own parameters', async () => {
      await storeNatBill('2026-08-20', '2026-11-15', []);

      await startDetecting(database, {
        projects: [
          {
            name: project.name,
            ruleParameters: { cost_limit: { limits: { [SERVICE]: 40 } } },
          },
        ],
      }).run('2026-11-16T06:00:00Z');

      expect(await alertsOf(database, project)).toMatchObject([
        {
          ruleName: 'cost_limit',
          severity: 'low',
          baselineValue: 40,
          thresholdValue: 40,
        },
      ]);
    });
  });

  describe('a run', () => {
    it('changes nothing when it comes again, in this portal or in another', async () => {
      await storeNatBill('2026-08-20', '2026-11-21');
      const portal = startDetecting(database);
      await portal.run('2026-11-22T06:00:00Z');
      const alerts = await alertsOf(database, project);
      const events = await database.events.list({}, { limit: 100 });

      const again = await portal.run('2026-11-22T07:00:00Z');
      const restarted = await startDetecting(database).run(
        '2026-11-22T08:00:00Z',
      );

      expect(alerts).toHaveLength(1);
      expect([again.rows, restarted.rows]).toEqual([0, 0]);
      expect(await alertsOf(database, project)).toEqual(alerts);
      expect(await database.events.list({}, { limit: 100 })).toEqual(events);
    });

    it('comes to the same alerts whether it is one for all days or one a day', async () => {
      const incident = [
        ...days('2026-11-08', '2026-11-09'),
        ...days('2026-11-17', '2026-11-18'),
      ];
      const other = await newProject(database);
      const all = days('2026-08-01', '2026-11-20');
      const bill = (day: string) => [day, natBill(day, incident)] as const;
      await storeCosts(
        database,
        project,
        all.filter(day => day < '2026-11-07').map(bill),
      );
      const portal = startDetecting(database);
      for (const day of days('2026-11-07', '2026-11-20')) {
        await storeCosts(database, project, [bill(day)]);
        await portal.run(`${day}T23:00:00Z`);
      }
      const dayByDay = (await alertsOf(database, project)).map(facts);

      await storeCosts(database, other, all.map(bill));
      await startDetecting(database).run('2026-11-20T23:00:00Z');
      const inOne = (await alertsOf(database, other)).map(facts);

      const titled = (title: string) => title.replace(/ on .*/, '');
      expect(
        dayByDay.map(alert => ({ ...alert, title: titled(alert.title) })),
      ).toEqual(inOne.map(alert => ({ ...alert, title: titled(alert.title) })));
      expect(inOne).toMatchObject([
        { status: 'resolved', windowEnd: new Date('2026-11-10T00:00:00Z') },
        { status: 'open', windowEnd: new Date('2026-11-19T00:00:00Z') },
      ]);
    });

    it('goes on with the other projects when one fails', async () => {
      const other = await newProject(database);
      const broken: DetectionRule<any> = {
        ...builtInRules[0],
        name: 'broken',
        accepts: ({ key }) => key === SERVICE,
        judge: () => {
          throw new Error('cannot judge');
        },
      };
      await storeNatBill('2026-08-20', '2026-11-20');
      await database.costs.upsert(
        other.id,
        days('2026-08-20', '2026-11-20').map(date => ({
          date,
          service: 'AWS Lambda',
          amount: date === '2026-11-20' ? '500' : '100',
          currency: 'USD',
        })),
      );

      const run = await startDetecting(database, {
        rules: [...builtInRules, broken],
      }).run('2026-11-21T06:00:00Z');

      expect(run.failures).toEqual([`project ${project.name}: cannot judge`]);
      expect(run.completed).toEqual([other.name]);
      expect(await alertsOf(database, other)).toHaveLength(1);
    });

    it('ends when it is aborted', async () => {
      await storeNatBill('2026-08-20', '2026-11-20');

      await expect(
        startDetecting(database).run(
          '2026-11-21T06:00:00Z',
          AbortSignal.abort(new Error('shutting down')),
        ),
      ).rejects.toThrow('shutting down');
    });
  });

  describe('an open alert', () => {
    it('is extended by further days, takes the worst, and tells of each day', async () => {
      const portal = startDetecting(database);
      await storeNatBill('2026-08-20', '2026-11-15');
      await portal.run('2026-11-16T06:00:00Z');
      await storeCosts(database, project, [['2026-11-16', 320]]);
      await portal.run('2026-11-17T06:00:00Z');
      await storeCosts(database, project, [['2026-11-17', 120]]);
      await portal.run('2026-11-18T06:00:00Z');

      const [alert, ...others] = await alertsOf(database, project);

      expect(others).toEqual([]);
      expect(alert).toMatchObject({
        status: 'open',
        windowStart: new Date('2026-11-15T00:00:00Z'),
        windowEnd: new Date('2026-11-18T00:00:00Z'),
        observedValue: 320,
        title: `EC2 - Other cost rose × 7 on ${project.name}`,
        detectedAt: new Date('2026-11-16T06:00:00Z'),
      });
      expect(
        (await eventsOf(alert.id)).map(({ eventType, metadata }) => [
          eventType,
          (metadata.verdict as { observed: number }).observed,
        ]),
      ).toEqual([
        ['created', Number(natBill('2026-11-15', INCIDENT).toFixed(4))],
        ['recurred', 320],
        ['recurred', 120],
      ]);
    });

    it('escalates when it becomes worse', async () => {
      const portal = startDetecting(database);
      await storeNatBill('2026-08-20', '2026-11-14');
      await storeCosts(database, project, [['2026-11-15', 68]]);
      await portal.run('2026-11-16T06:00:00Z');
      expect(await alertsOf(database, project)).toMatchObject([
        { severity: 'low' },
      ]);

      await storeCosts(database, project, [['2026-11-15', 141]]);
      await portal.run('2026-11-17T06:00:00Z');

      const [alert] = await alertsOf(database, project);
      expect(alert).toMatchObject({ severity: 'high', observedValue: 141 });
      expect((await eventsOf(alert.id)).at(-1)).toMatchObject({
        eventType: 'escalated',
        metadata: { from: 'low', to: 'high', rule: 'cost_spike' },
      });
    });

    it('sizes its recommendations anew when it becomes worse, but not those that people decided on', async () => {
      const portal = startDetecting(database);
      await storeNatBill('2026-08-20', '2026-11-14');
      await storeCosts(database, project, [['2026-11-15', 68]]);
      await portal.run('2026-11-16T06:00:00Z');
      const [{ id }] = await alertsOf(database, project);
      const before = await database.recommendations.byAlert(id);
      const [first, second, ...others] = before;
      const ana = 'ana@example.com';
      await database.transaction(async stores => {
        const at = new Date('2026-11-16T09:00:00Z');
        const audit = new AuditTrail(stores, at);
        for (const [from, to] of [
          ['open', 'dismissed'],
          ['dismissed', 'open'],
        ] as const) {
          const moved = await stores.recommendations.update(
            second.id,
            { from, to },
            at,
          );
          await audit.recommendationStatusChanged(moved!, {
            from,
            to,
            actor: ana,
          });
        }
        for (const { id: owned } of others) {
          await stores.recommendations.update(
            owned,
            { from: 'open', owner: ana },
            at,
          );
        }
      });

      await storeCosts(database, project, [['2026-11-15', 141]]);
      const run = await portal.run('2026-11-17T06:00:00Z');

      const after = await database.recommendations.byAlert(id);
      expect(first.impact).toBe('about $670 a month if it stays');
      expect(after.map(({ impact }) => impact)).toEqual([
        'about $2,900 a month if it stays',
        ...before.slice(1).map(({ impact }) => impact),
      ]);
      expect(run.rows).toBe(2);
      expect(
        (await database.events.byEntity('recommendation', first.id)).at(-1),
      ).toMatchObject({
        eventType: 'resized',
        actor: 'system',
        message: `system sized "${first.title}" anew, because its alert became worse: "about $2,900 a month if it stays", before "about $670 a month if it stays"`,
        metadata: {
          alertId: first.alertId,
          from: 'about $670 a month if it stays',
          to: 'about $2,900 a month if it stays',
        },
      });
      expect((await portal.run('2026-11-17T07:00:00Z')).rows).toBe(0);
    });

    it('of which the first run sees several days has recommendations sized from the worst', async () => {
      await storeNatBill('2026-08-20', '2026-11-14');
      await storeCosts(database, project, [
        ['2026-11-15', 65],
        ['2026-11-16', 141],
      ]);
      await startDetecting(database).run('2026-11-17T06:00:00Z');

      const [{ id }] = await alertsOf(database, project);
      const [first] = await database.recommendations.byAlert(id);
      expect(first.impact).toBe('about $2,900 a month if it stays');
      expect(
        await database.events.byEntity('recommendation', first.id),
      ).toMatchObject([{ eventType: 'created' }]);
    });

    it('is resolved by the system after four quiet final days, acknowledged or not', async () => {
      await storeNatBill('2026-08-20', '2026-11-16');
      const portal = startDetecting(database);
      await portal.run('2026-11-17T06:00:00Z');
      const [{ id }] = await alertsOf(database, project);
      await database.alerts.transition(
        id,
        { from: 'open', to: 'acknowledged' },
        new Date('2026-11-17T09:00:00Z'),
      );

      // The 18th to the 21st are quiet; the 21st is final once the 24th is there.
      await storeNatBill('2026-11-17', '2026-11-23');
      await portal.run('2026-11-23T23:00:00Z');
      expect(await database.alerts.byId(id)).toMatchObject({
        status: 'acknowledged',
      });

      await storeNatBill('2026-11-24', '2026-11-24');
      await portal.run('2026-11-24T23:00:00Z');

      expect(await database.alerts.byId(id)).toMatchObject({
        status: 'resolved',
        windowEnd: new Date('2026-11-18T00:00:00Z'),
        resolvedAt: new Date('2026-11-24T23:00:00Z'),
      });
      expect((await eventsOf(id)).at(-1)).toMatchObject({
        eventType: 'status_changed',
        actor: 'system',
        metadata: {
          from: 'acknowledged',
          to: 'resolved',
          note: expect.stringMatching(
            /^back within its limit \(\$4\d\.\d\d, limit /,
          ),
        },
      });
    });

    it('is not taken for quiet on a day that AWS has not reported', async () => {
      const portal = startDetecting(database);
      await storeNatBill('2026-08-20', '2026-11-15', ['2026-11-15']);
      await portal.run('2026-11-16T06:00:00Z');
      const [{ id }] = await alertsOf(database, project);
      await database.transaction(async stores => {
        const change = { from: 'open', to: 'resolved' } as const;
        await stores.alerts.transition(
          id,
          change,
          new Date('2026-11-16T09:00:00Z'),
        );
      });

      // The 16th is missing: nobody knows whether it was quiet, and the 17th belongs to what was resolved.
      await storeNatBill('2026-11-17', '2026-11-17', ['2026-11-17']);
      await portal.run('2026-11-18T06:00:00Z');

      expect(await alertsOf(database, project)).toMatchObject([
        { id, status: 'resolved' },
      ]);
    });

    it('of a new service ends when the service is given up again, long before other rules know it', async () => {
      const service = 'Amazon SageMaker';
      const cost = (date: string, amount: string) => ({
        date,
        service,
        amount,
        currency: 'USD',
      });
      await storeNatBill('2026-08-20', '2026-11-11', []);
      await database.costs.upsert(project.id, [
        ...days('2026-11-01', '2026-11-05').map(day => cost(day, '40')),
        cost('2026-11-06', '0.02'),
      ]);
      const portal = startDetecting(database);
      await portal.run('2026-11-12T06:00:00Z');
      expect(await alertsOf(database, project)).toMatchObject([
        {
          ruleName: 'cost_new_service',
          status: 'open',
          // Of a day, though three were added up: what it comes to in a month is sized from it.
          description:
            'New within 31 days; its first 3 days, to Tuesday 3 Nov, cost on average $40.00. Limit: $33.33. If it stays: about $1,200 a month.',
        },
      ]);

      await storeNatBill('2026-11-12', '2026-11-12', []);
      await portal.run('2026-11-13T06:00:00Z');

      const [{ id, status }] = await alertsOf(database, project);
      expect(status).toBe('resolved');
      expect((await eventsOf(id)).at(-1)?.metadata.note).toBe(
        'back within its limit ($0.00, limit $12.00)',
      );
    });

    it('that became the usual level says so when it ends', async () => {
      const ever = days('2026-11-01', '2026-12-10');
      const portal = startDetecting(database);
      await storeNatBill('2026-08-01', '2026-10-31', ever);
      for (const day of ever.slice(0, 30)) {
        await storeNatBill(day, day, ever);
        await portal.run(`${day}T23:00:00Z`);
      }

      const [alert, ...others] = await alertsOf(database, project);
      expect(others).toEqual([]);
      expect(alert.status).toBe('resolved');
      expect((await eventsOf(alert.id)).at(-1)?.metadata.note).toMatch(
        /^the new level is the usual one by now \(\$14\d, limit \$18\d\)$/,
      );
    });
  });

  describe('a person’s decision', () => {
    async function resolve(id: string, at: string) {
      await database.transaction(async stores => {
        const change = { from: 'open', to: 'resolved' } as const;
        const alert = await stores.alerts.transition(id, change, new Date(at));
        await new AuditTrail(stores, new Date(at)).alertStatusChanged(alert!, {
          ...change,
          actor: 'ana@example.com',
        });
      });
    }

    it('to resolve is not undone while the same goes on', async () => {
      const ever = days('2026-11-15', '2026-11-20');
      const portal = startDetecting(database);
      await storeNatBill('2026-08-20', '2026-11-16', ever);
      await portal.run('2026-11-17T06:00:00Z');
      const [{ id }] = await alertsOf(database, project);
      await resolve(id, '2026-11-17T09:00:00Z');

      await storeNatBill('2026-11-17', '2026-11-19', ever);
      await portal.run('2026-11-20T06:00:00Z');
      await startDetecting(database).run('2026-11-20T07:00:00Z');

      expect(await alertsOf(database, project)).toMatchObject([
        { id, status: 'resolved' },
      ]);
    });

    it('to resolve does not hide what comes after a quiet day', async () => {
      const portal = startDetecting(database);
      const twice = ['2026-11-15', '2026-11-17'];
      await storeNatBill('2026-08-20', '2026-11-15', twice);
      await portal.run('2026-11-16T06:00:00Z');
      const [{ id }] = await alertsOf(database, project);
      await resolve(id, '2026-11-16T09:00:00Z');

      await storeNatBill('2026-11-16', '2026-11-17', twice);
      await portal.run('2026-11-18T06:00:00Z');

      expect(await alertsOf(database, project)).toMatchObject([
        { id, status: 'resolved' },
        { status: 'open', windowStart: new Date('2026-11-17T00:00:00Z') },
      ]);
    });

    it('to reopen holds until it was quiet since then', async () => {
      await storeNatBill('2026-08-20', '2026-11-30');
      const portal = startDetecting(database, { lookbackDays: 30 });
      await portal.run('2026-11-30T06:00:00Z');
      const [{ id, status }] = await alertsOf(database, project);
      expect(status).toBe('resolved');
      await database.transaction(async stores => {
        const change = { from: 'resolved', to: 'open' } as const;
        const at = new Date('2026-11-30T09:00:00Z');
        const alert = await stores.alerts.transition(id, change, at);
        await new AuditTrail(stores, at).alertStatusChanged(alert!, {
          ...change,
          actor: 'ana@example.com',
        });
      });

      await storeNatBill('2026-12-01', '2026-12-05');
      await portal.run('2026-12-05T23:00:00Z');
      expect(await database.alerts.byId(id)).toMatchObject({ status: 'open' });

      await storeNatBill('2026-12-06', '2026-12-07');
      await portal.run('2026-12-07T23:00:00Z');
      expect(await database.alerts.byId(id)).toMatchObject({
        status: 'resolved',
      });
    });
  });

  describe('metrics', () => {
    const FIRST = Date.parse('2026-11-10T00:00:00Z');
    const BURST = Date.parse('2026-11-20T14:05:00Z');

    /** Two errors a period, ninety within the burst of 45 minutes, and no row where there was no request. */
    function errorsAt(at: number): number {
      return at >= BURST && at < BURST + 9 * PERIOD_MS
        ? 90
        : (at / PERIOD_MS) % 4;
    }

    async function storeErrors(
      from: number,
      to: number,
      target: ProjectRecord = project,
    ) {
      const values = [];
      for (let at = from; at < to; at += PERIOD_MS) {
        values.push({
          metricName: '5xx_count',
          at: new Date(at),
          value: errorsAt(at),
          unit: 'count' as const,
        });
      }
      await database.metrics.upsert(target.id, values);
    }

    it('are judged as they arrive, and come to the same alerts as in one run', async () => {
      const start = Date.parse('2026-11-20T13:00:00Z');
      await storeErrors(FIRST, start);
      const portal = startDetecting(database);
      await portal.run(new Date(start).toISOString());
      const seen: string[] = [];
      for (let at = start; at < start + 4 * 3_600_000; at += 3 * PERIOD_MS) {
        await storeErrors(at, at + 3 * PERIOD_MS);
        await portal.run(new Date(at + 3 * PERIOD_MS).toISOString());
        const [alert] = await alertsOf(database, project);
        seen.push(alert?.status ?? 'none');
      }
      const asTheyArrived = (await alertsOf(database, project)).map(facts);

      const other = await newProject(database);
      await storeErrors(FIRST, start + 4 * 3_600_000, other);
      await startDetecting(database).run('2026-11-20T17:00:00Z');
      const inOne = (await alertsOf(database, other)).map(facts);

      expect([...new Set(seen)]).toEqual(['none', 'open', 'resolved']);
      expect(asTheyArrived).toMatchObject([
        {
          alertType: 'reliability',
          metricName: '5xx_count',
          source: 'CloudWatch',
          ruleName: 'error_burst',
          status: 'resolved',
          windowStart: new Date(BURST),
          windowEnd: new Date(BURST + 9 * PERIOD_MS),
          observedValue: 90,
        },
      ]);
      expect(asTheyArrived.map(({ title: _, ...alert }) => alert)).toEqual(
        inOne.map(({ title: _, ...alert }) => alert),
      );
    });

    it('are judged again where they may have converged since', async () => {
      await storeErrors(FIRST, BURST);
      const portal = startDetecting(database);
      const half = {
        metricName: '5xx_count',
        at: new Date(BURST),
        unit: 'count',
      } as const;
      await database.metrics.upsert(project.id, [{ ...half, value: 3 }]);
      await portal.run(new Date(BURST + PERIOD_MS).toISOString());
      expect(await alertsOf(database, project)).toEqual([]);

      await database.metrics.upsert(project.id, [{ ...half, value: 90 }]);
      await storeErrors(BURST + PERIOD_MS, BURST + 3 * PERIOD_MS);
      await portal.run(new Date(BURST + 3 * PERIOD_MS).toISOString());

      expect(await alertsOf(database, project)).toMatchObject([
        { windowStart: new Date(BURST) },
      ]);
    });

    it('are found when they arrive long after the run', async () => {
      await storeErrors(FIRST, BURST - DAY_MS);
      const portal = startDetecting(database);
      await portal.run('2026-11-20T13:00:00Z');

      await storeErrors(BURST - DAY_MS, BURST + DAY_MS);
      await portal.run('2026-11-21T15:00:00Z');

      expect(await alertsOf(database, project)).toMatchObject([
        { windowStart: new Date(BURST), status: 'resolved' },
      ]);
    });

    it('of a latency that stays are told once a day', async () => {
      const shift = Date.parse('2026-11-18T09:00:00Z');
      const values: MetricValue[] = [];
      for (
        let at = FIRST - 10 * DAY_MS;
        at < shift + 2.5 * DAY_MS;
        at += PERIOD_MS
      ) {
        values.push({
          metricName: 'p95_latency_ms',
          at: new Date(at),
          value: at < shift ? 180 : 420,
          unit: 'ms' as const,
        });
      }
      const portal = startDetecting(database);
      const upTo = (end: number) =>
        values.filter(({ at }) => at.getTime() < end);
      await database.metrics.upsert(project.id, upTo(shift));
      for (let end = shift; end <= shift + 2.5 * DAY_MS; end += 3 * 3_600_000) {
        await database.metrics.upsert(project.id, upTo(end));
        await portal.run(new Date(end).toISOString());
      }

      const [alert, ...others] = await alertsOf(database, project);
      expect(others).toEqual([]);
      expect(alert).toMatchObject({
        status: 'open',
        // Told at once by the jump; `level_shift` sees that it stays.
        ruleName: 'sudden_jump',
        title: `p95 latency doubled on ${project.name}`,
        observedValue: 420,
        baselineValue: 180,
        windowEnd: new Date(shift + 2.5 * DAY_MS),
      });
      // Half of the first hour; all of it, in the same run; the second day; the third.
      expect(
        (await eventsOf(alert.id)).map(({ eventType }) => eventType),
      ).toEqual(['created', 'recurred', 'recurred']);
    });
  });
});

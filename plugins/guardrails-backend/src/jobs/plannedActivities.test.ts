import type { DetectionRule } from '@cloudops/plugin-guardrails-node';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AuditTrail, type ActivityPlannedMetadata } from '../audit';
import type { GuardrailsDatabase, ProjectRecord } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { newProject } from '../database/__testUtils__/samples';
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

/** A rule of somebody else's that looks for too little as well: more than twice $46, and less than half of it. */
function risesAndFalls(): DetectionRule<object> {
  return {
    name: 'twice_or_half',
    summary: 'A cost that is far from 46 a day',
    version: 1,
    appliesTo: 'cost',
    parameters: z.object({}),
    accepts: () => true,
    memory: () => 0,
    judge: ({ points }, from) =>
      points.slice(from).flatMap(({ at, value }) => {
        if (value === null) return [];
        const direction = value < 46 ? ('below' as const) : ('above' as const);
        const threshold = direction === 'below' ? 23 : 92 / 1.1;
        return [
          {
            at,
            direction,
            observed: value,
            baseline: 46,
            threshold,
            fired: direction === 'below' ? value < 23 : value > threshold,
          },
        ];
      }),
    explain: () => [],
  };
}

const PERIOD_MS = 300_000;
const ANA = 'ana@example.com';

describe.each(ENGINES)('a planned activity on %s', engine => {
  let database: GuardrailsDatabase;
  let project: ProjectRecord;

  beforeEach(async () => {
    ({ database } = await openDatabase(databases, engine));
    project = await newProject(database);
  });

  /** $46 a day, and $141 on the days of the incident. */
  async function storeBill(
    last: string,
    incident: readonly string[],
    target: ProjectRecord = project,
  ) {
    await storeCosts(
      database,
      target,
      days('2026-08-20', last).map(
        day => [day, natBill(day, incident)] as const,
      ),
    );
  }

  async function plan(
    from: string,
    to: string,
    about: Partial<ActivityPlannedMetadata> = {},
    target: ProjectRecord = project,
  ): Promise<string> {
    const id = randomUUID();
    await new AuditTrail(
      database,
      new Date('2026-11-14T09:00:00Z'),
    ).activityPlanned(
      target.id,
      id,
      {
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        reason: 'load test',
        ...about,
      },
      ANA,
    );
    return id;
  }

  async function cancel(id: string, at: string) {
    const activity = await database.plannedActivities.byId(id);
    await new AuditTrail(database, new Date(at)).activityCancelled(
      activity!,
      ANA,
    );
  }

  async function told(id: string) {
    const events = await database.events.byEntity('alert', id);
    return events.filter(({ eventType }) => eventType === 'finding_suppressed');
  }

  describe('of a service', () => {
    const EVER = days('2026-11-15', '2026-11-30');

    it('keeps its findings quiet, and the trail says why once', async () => {
      await storeBill('2026-11-17', EVER);
      const id = await plan('2026-11-15T00:00Z', '2026-11-18T00:00Z', {
        service: SERVICE,
      });
      const portal = startDetecting(database);
      await portal.run('2026-11-16T06:00:00Z');
      await portal.run('2026-11-18T06:00:00Z');
      const again = await startDetecting(database).run('2026-11-18T07:00:00Z');

      expect(again.failures).toEqual([]);
      expect(again.rows).toBe(0);
      expect(await alertsOf(database, project)).toEqual([]);
      const events = await told(id);
      expect(events).toMatchObject([
        {
          projectId: project.id,
          actor: 'system',
          metadata: {
            service: SERVICE,
            rule: 'cost_spike',
            unit: 'USD',
            verdict: { at: '2026-11-15T00:00:00.000Z' },
          },
        },
      ]);
      expect(events[0].message).toMatch(
        /^system saw "EC2 - Other cost tripled on .*" at 2026-11-15T00:00:00.000Z \(observed 14\d\.\d+, baseline 4\d.*\) and opened no alert, because ana@example.com planned it until 2026-11-18T00:00:00.000Z: "load test"$/,
      );
    });

    it('counts for every day that it touches, and for no other', async () => {
      await storeBill('2026-11-17', EVER);
      await plan('2026-11-15T14:00Z', '2026-11-16T00:00:01Z', {
        service: SERVICE,
      });
      await startDetecting(database).run('2026-11-18T06:00:00Z');

      expect(await alertsOf(database, project)).toMatchObject([
        {
          status: 'open',
          windowStart: new Date('2026-11-17T00:00:00Z'),
          windowEnd: new Date('2026-11-18T00:00:00Z'),
        },
      ]);
    });

    it('ends before the day on which it ends at midnight', async () => {
      await storeBill('2026-11-17', EVER);
      await plan('2026-11-15T00:00Z', '2026-11-17T00:00Z', {
        service: SERVICE,
      });
      await startDetecting(database).run('2026-11-18T06:00:00Z');

      expect(await alertsOf(database, project)).toMatchObject([
        { windowStart: new Date('2026-11-17T00:00:00Z') },
      ]);
    });

    it.each<[string, Partial<ActivityPlannedMetadata>]>([
      ['another service', { service: 'Amazon RDS' }],
      ['a metric', { metric: '5xx_count' }],
    ])('says nothing about the others: %s', async (_, about) => {
      await storeBill('2026-11-15', EVER);
      const id = await plan('2026-11-15T00:00Z', '2026-11-18T00:00Z', about);
      await startDetecting(database).run('2026-11-16T06:00:00Z');

      expect(await alertsOf(database, project)).toHaveLength(1);
      expect(await told(id)).toEqual([]);
    });

    it('says nothing about another project', async () => {
      const other = await newProject(database);
      await storeBill('2026-11-15', EVER);
      await plan('2026-11-15T00:00Z', '2026-11-18T00:00Z', {}, other);
      await startDetecting(database).run('2026-11-16T06:00:00Z');

      expect(await alertsOf(database, project)).toHaveLength(1);
    });

    it('comes to the same whether it is judged day by day or at once, in this order or in another', async () => {
      const portal = startDetecting(database);
      const window = ['2026-11-16T00:00Z', '2026-11-19T12:00Z'] as const;
      await plan(...window);
      for (const day of days('2026-11-14', '2026-11-26')) {
        await storeBill(day, days('2026-11-17', '2026-11-21'));
        await portal.run(`${day}T23:00:00Z`);
      }
      const dayByDay = (await alertsOf(database, project)).map(facts);

      const other = await newProject(database);
      await plan(...window, {}, other);
      await storeBill('2026-11-26', days('2026-11-17', '2026-11-21'), other);
      await startDetecting(database).run('2026-11-26T23:00:00Z');
      const atOnce = (await alertsOf(database, other)).map(facts);

      expect(dayByDay).toMatchObject([
        {
          windowStart: new Date('2026-11-20T00:00:00Z'),
          windowEnd: new Date('2026-11-22T00:00:00Z'),
        },
      ]);
      const untitled = (alerts: typeof dayByDay) =>
        alerts.map(({ title: _, ...alert }) => alert);
      expect(untitled(dayByDay)).toEqual(untitled(atOnce));
    });

    it('that is cancelled lets what is still there fire at the next run', async () => {
      const portal = startDetecting(database);
      await storeBill('2026-11-16', EVER);
      const id = await plan('2026-11-15T00:00Z', '2026-11-25T00:00Z');
      await portal.run('2026-11-17T06:00:00Z');
      expect(await alertsOf(database, project)).toEqual([]);

      await cancel(id, '2026-11-17T09:00:00Z');
      await portal.run('2026-11-17T10:00:00Z');

      expect(await alertsOf(database, project)).toMatchObject([
        {
          status: 'open',
          windowStart: new Date('2026-11-15T00:00:00Z'),
          windowEnd: new Date('2026-11-17T00:00:00Z'),
        },
      ]);
    });

    it('leaves an alert that was open before as it is, and says so', async () => {
      const portal = startDetecting(database);
      await storeBill('2026-11-15', EVER);
      await portal.run('2026-11-16T06:00:00Z');
      const [before] = await alertsOf(database, project);

      const id = await plan('2026-11-15T00:00Z', '2026-11-18T00:00Z');
      await storeCosts(database, project, [
        ['2026-11-16', 300],
        ['2026-11-17', 500],
      ]);
      await portal.run('2026-11-18T06:00:00Z');
      expect(await alertsOf(database, project)).toEqual([before]);
      expect(await told(id)).toMatchObject([
        {
          message: expect.stringContaining('left its alert as it is'),
          metadata: {
            alertId: before.id,
            verdict: { at: '2026-11-16T00:00:00.000Z' },
          },
        },
      ]);

      await storeCosts(database, project, [['2026-11-18', 500]]);
      await portal.run('2026-11-19T06:00:00Z');
      expect(await alertsOf(database, project)).toMatchObject([
        {
          id: before.id,
          status: 'open',
          observedValue: 500,
          windowEnd: new Date('2026-11-19T00:00:00Z'),
        },
      ]);
    });

    it('is told on the timeline of every alert that it left as it was', async () => {
      const portal = startDetecting(database);
      await storeBill('2026-11-15', EVER);
      await portal.run('2026-11-16T06:00:00Z');
      const [before] = await alertsOf(database, project);
      await database.alerts.transition(
        before.id,
        { from: 'open', to: 'resolved' },
        new Date('2026-11-16T08:00:00Z'),
      );
      const id = await plan('2026-11-16T00:00Z', '2026-11-20T00:00Z');
      // Twice as far from its baseline as what was resolved: news, were it not planned.
      await storeCosts(database, project, [['2026-11-16', 400]]);
      await portal.run('2026-11-17T06:00:00Z');
      expect(await told(id)).toMatchObject([
        { metadata: { verdict: { observed: 400 } } },
      ]);
      expect(
        await database.plannedActivities.suppressionsOf(before.id),
      ).toEqual([]);

      const reopened = await database.alerts.transition(
        before.id,
        { from: 'resolved', to: 'open' },
        new Date('2026-11-17T07:00:00Z'),
      );
      await new AuditTrail(
        database,
        new Date('2026-11-17T07:00:00Z'),
      ).alertStatusChanged(reopened!, {
        from: 'resolved',
        to: 'open',
        actor: ANA,
      });
      await portal.run('2026-11-17T08:00:00Z');
      const again = await startDetecting(database).run('2026-11-17T09:00:00Z');

      expect(again.rows).toBe(0);
      expect(
        await database.plannedActivities.suppressionsOf(before.id),
      ).toMatchObject([
        {
          entityId: id,
          message: expect.stringContaining('left its alert as it is'),
          metadata: { reason: 'load test', plannedBy: ANA },
        },
      ]);
      expect(await told(id)).toHaveLength(2);
    });

    it('tells of each side of a series', async () => {
      const id = await plan('2026-11-15T00:00Z', '2026-11-18T00:00Z');
      const rule = risesAndFalls();
      await storeBill('2026-11-14', []);
      await storeCosts(database, project, [
        ['2026-11-15', 90],
        ['2026-11-16', 1],
      ]);
      await startDetecting(database, { rules: [rule] }).run(
        '2026-11-17T06:00:00Z',
      );
      expect(await told(id)).toMatchObject([
        { metadata: { verdict: { observed: 90 } } },
        { metadata: { verdict: { observed: 1 } } },
      ]);
    });

    it('does not keep an alert from ending when it is quiet', async () => {
      const portal = startDetecting(database);
      await storeBill('2026-11-15', ['2026-11-15']);
      await portal.run('2026-11-16T06:00:00Z');
      await plan('2026-11-16T00:00Z', '2026-11-30T00:00Z');
      await storeBill('2026-11-22', ['2026-11-15']);
      await portal.run('2026-11-23T06:00:00Z');

      expect(await alertsOf(database, project)).toMatchObject([
        { status: 'resolved' },
      ]);
    });

    it('ends what a resolved alert was about: what goes on after it fires', async () => {
      const portal = startDetecting(database);
      await storeBill('2026-11-15', EVER);
      await portal.run('2026-11-16T06:00:00Z');
      const [{ id }] = await alertsOf(database, project);
      await database.alerts.transition(
        id,
        { from: 'open', to: 'resolved' },
        new Date('2026-11-16T09:00:00Z'),
      );
      await plan('2026-11-15T00:00Z', '2026-11-18T00:00Z');

      await storeBill('2026-11-17', EVER);
      await portal.run('2026-11-18T06:00:00Z');
      expect(await alertsOf(database, project)).toHaveLength(1);

      await storeBill('2026-11-18', EVER);
      await portal.run('2026-11-19T06:00:00Z');
      expect(await alertsOf(database, project)).toMatchObject([
        { id, status: 'resolved' },
        { status: 'open', windowStart: new Date('2026-11-18T00:00:00Z') },
      ]);
    });

    it('changes no decision that is replayed', async () => {
      const portal = startDetecting(database);
      await storeBill('2026-11-15', EVER);
      await portal.run('2026-11-16T06:00:00Z');
      const [alert] = await alertsOf(database, project);
      await plan('2026-11-14T00:00Z', '2026-11-18T00:00Z');
      const evidence = await portal.evidence.explain(alert);

      expect(evidence.reproduced).toBe(true);
    });
  });

  describe('of a metric', () => {
    const FIRST = Date.parse('2026-11-10T00:00:00Z');
    const BURST = Date.parse('2026-11-20T14:05:00Z');

    /** Two errors a period, and ninety from the burst on. */
    async function storeErrors(from: number, to: number) {
      const values = [];
      for (let at = from; at < to; at += PERIOD_MS) {
        values.push({
          metricName: '5xx_count',
          at: new Date(at),
          value: at >= BURST ? 90 : (at / PERIOD_MS) % 4,
          unit: 'count' as const,
        });
      }
      await database.metrics.upsert(project.id, values);
    }

    it('keeps it quiet, and what goes on after it fires', async () => {
      await plan('2026-11-20T14:00Z', '2026-11-20T15:00Z', {
        metric: '5xx_count',
      });
      const portal = startDetecting(database);
      const end = Date.parse('2026-11-20T15:00:00Z');
      await storeErrors(FIRST, end);
      await portal.run('2026-11-20T15:00:00Z');
      expect(await alertsOf(database, project)).toEqual([]);

      await storeErrors(end, end + 3 * PERIOD_MS);
      await portal.run('2026-11-20T15:15:00Z');
      expect(await alertsOf(database, project)).toMatchObject([
        { metricName: '5xx_count', windowStart: new Date(end) },
      ]);
    });

    it('that is cancelled is forgotten, as far back as a portal that was just started looks', async () => {
      const id = await plan('2026-11-20T14:00Z', '2026-11-20T18:00Z');
      const portal = startDetecting(database);
      await storeErrors(FIRST, BURST + 24 * PERIOD_MS);
      await portal.run('2026-11-20T16:05:00Z');
      await cancel(id, '2026-11-20T16:06:00Z');
      await portal.run('2026-11-20T16:10:00Z');

      expect(await alertsOf(database, project)).toMatchObject([
        { windowStart: new Date(BURST) },
      ]);
      const again = await startDetecting(database).run('2026-11-20T16:20:00Z');
      expect(again.rows).toBe(0);
    });
  });
});

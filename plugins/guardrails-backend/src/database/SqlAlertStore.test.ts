import type { AlertStatus, Severity } from '@cloudops/plugin-guardrails-common';
import { randomUUID } from 'node:crypto';
import type { Database } from './Database';
import type {
  AlertFilter,
  AlertRecord,
  AlertStore,
  NewAlert,
} from './interfaces';
import { ENGINES, openDatabase, testDatabases } from './__testUtils__/engines';
import {
  costAlert,
  latencyAlert,
  minutesAfter,
  newProject,
  NOON,
} from './__testUtils__/samples';

const databases = testDatabases();

describe.each(ENGINES)('alerts on %s', engine => {
  let database: Database;
  let projectId: string;

  beforeAll(async () => {
    ({ database } = await openDatabase(databases, engine));
  });

  beforeEach(async () => {
    projectId = (await newProject(database)).id;
  });

  const inserted = async (
    overrides: Partial<NewAlert> = {},
    now = NOON,
  ): Promise<AlertRecord> => {
    const alert = await database.alerts.insert(
      costAlert(projectId, { serviceName: randomUUID(), ...overrides }),
      now,
    );
    return alert!;
  };

  /** As people see them, at a moment at which none is snoozed. */
  const listed = (...[filter, page]: Parameters<AlertStore['list']>) =>
    database.alerts.listShown(filter, page, NOON);

  const moved = async (id: string, ...path: AlertStatus[]) => {
    let alert: AlertRecord | undefined;
    for (let i = 1; i < path.length; i++) {
      alert = await database.alerts.transition(
        id,
        { from: path[i - 1], to: path[i] },
        minutesAfter(NOON, i),
      );
    }
    return alert!;
  };

  it('open with everything they were given', async () => {
    const alert = await database.alerts.insert(costAlert(projectId), NOON);

    expect(alert).toEqual({
      ...costAlert(projectId),
      id: expect.any(String),
      status: 'open',
      createdAt: NOON,
      updatedAt: NOON,
    });
    expect(await database.alerts.byId(alert!.id)).toEqual(alert);
    expect(await database.alerts.byIdForUpdate(alert!.id)).toEqual(alert);
    expect(await database.alerts.byIds([alert!.id, 'rubbish'])).toEqual([
      alert,
    ]);
  });

  it('store values in the scale of the column', async () => {
    const alert = await inserted({
      observedValue: 2 / 3,
      baselineValue: 1 / 3,
      thresholdValue: -9_999_999_999.999,
    });

    expect(alert).toMatchObject({
      observedValue: 0.666667,
      baselineValue: 0.333333,
      thresholdValue: -9_999_999_999.999,
    });
    await expect(inserted({ observedValue: Infinity })).rejects.toThrow(
      'alerts.observed_value: got Infinity',
    );
  });

  it('do not exist under an id that is none', async () => {
    expect(await database.alerts.byId(randomUUID())).toBeUndefined();
    expect(await database.alerts.byId("1' or '1'='1")).toBeUndefined();
    expect(await database.alerts.byIdForUpdate('none')).toBeUndefined();
  });

  describe('of one fingerprint', () => {
    it('exist once as long as they are not resolved', async () => {
      const first = await database.alerts.insert(costAlert(projectId), NOON);
      expect(
        await database.alerts.insert(
          costAlert(projectId, { ruleName: 'level_shift', observedValue: 500 }),
          NOON,
        ),
      ).toBeUndefined();

      await moved(first!.id, 'open', 'acknowledged');
      expect(
        await database.alerts.insert(costAlert(projectId), NOON),
      ).toBeUndefined();

      await moved(first!.id, 'acknowledged', 'resolved');
      expect(
        await database.alerts.insert(costAlert(projectId), NOON),
      ).toMatchObject({ status: 'open' });
    });

    it('are different by project, service, metric, type and direction', async () => {
      const other = await newProject(database);
      const different = [
        costAlert(projectId),
        costAlert(projectId, { serviceName: 'Amazon S3' }),
        costAlert(projectId, { observedValue: 10 }),
        costAlert(other.id),
        latencyAlert(projectId),
        latencyAlert(projectId, { metricName: '5xx_count' }),
      ];
      for (const alert of different) {
        expect(await database.alerts.insert(alert, NOON)).toBeDefined();
      }
    });

    it('exist once when twenty findings arrive together', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          database.alerts.insert(costAlert(projectId), NOON),
        ),
      );

      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await database.alerts.unresolved(projectId)).toEqual(
        answers.filter(Boolean),
      );
    });

    it('are listed with the newest window first', async () => {
      const [oldest, newest, middle] = [15, 17, 16].map(day => ({
        windowStart: new Date(Date.UTC(2026, 10, day)),
        windowEnd: new Date(Date.UTC(2026, 10, day + 1)),
      }));
      const ids: string[] = [];
      for (const window of [oldest, newest, middle]) {
        const alert = await database.alerts.insert(
          costAlert(projectId, window),
          NOON,
        );
        ids.push(alert!.id);
        await moved(alert!.id, 'open', 'resolved');
      }
      await inserted({ serviceName: 'Amazon S3' });
      await inserted({ observedValue: 10 });
      const found = async (below: boolean, limit: number) =>
        (
          await database.alerts.byFingerprint(
            { ...costAlert(projectId), below },
            limit,
          )
        ).map(alert => alert.id);

      expect(await found(false, 10)).toEqual([ids[1], ids[2], ids[0]]);
      expect(await found(false, 1)).toEqual([ids[1]]);
      expect(await found(true, 10)).toEqual([]);
    });
  });

  describe('extend', () => {
    it('replaces what it is given and nothing else', async () => {
      const alert = await inserted();
      const later = minutesAfter(NOON, 60);
      const change = {
        windowEnd: new Date('2026-11-19T00:00:00.000Z'),
        observedValue: 600.5,
        severity: 'high' as const,
        title: 'Still over',
      };

      expect(await database.alerts.extend(alert.id, change, later)).toEqual({
        ...alert,
        ...change,
        updatedAt: later,
      });
    });

    it('leaves a resolved alert as it is', async () => {
      const alert = await inserted();
      const resolved = await moved(alert.id, 'open', 'resolved');

      expect(
        await database.alerts.extend(alert.id, { observedValue: 1 }, NOON),
      ).toBeUndefined();
      expect(await database.alerts.byId(alert.id)).toEqual(resolved);
    });
  });

  describe('transition', () => {
    it('stamps and clears what belongs to a status', async () => {
      const { id } = await inserted();
      const stamps = async (...path: AlertStatus[]) => {
        const { status, acknowledgedAt, resolvedAt } = await moved(id, ...path);
        return { status, acknowledgedAt, resolvedAt };
      };

      expect(await stamps('open', 'acknowledged')).toEqual({
        status: 'acknowledged',
        acknowledgedAt: minutesAfter(NOON, 1),
      });
      expect(await stamps('acknowledged', 'resolved')).toEqual({
        status: 'resolved',
        acknowledgedAt: minutesAfter(NOON, 1),
        // The second change of a moment is the later version by a millisecond, and its stamp is that version.
        resolvedAt: new Date(minutesAfter(NOON, 1).getTime() + 1),
      });
      expect(await stamps('resolved', 'open')).toEqual({ status: 'open' });
      expect(await stamps('open', 'resolved')).toEqual({
        status: 'resolved',
        resolvedAt: new Date(minutesAfter(NOON, 1).getTime() + 3),
      });
      expect(await stamps('resolved', 'open', 'acknowledged', 'open')).toEqual({
        status: 'open',
      });
    });

    it('answers nothing when the alert has moved meanwhile', async () => {
      const alert = await inserted();
      await moved(alert.id, 'open', 'acknowledged');

      expect(
        await database.alerts.transition(
          alert.id,
          { from: 'open', to: 'resolved' },
          NOON,
        ),
      ).toBeUndefined();
    });

    it('is won by exactly one of twenty', async () => {
      const alert = await inserted();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          database.alerts.transition(
            alert.id,
            { from: 'open', to: 'acknowledged' },
            NOON,
          ),
        ),
      );

      expect(answers.filter(Boolean)).toHaveLength(1);
    });

    it('makes a later version even when the clock stands still or goes back', async () => {
      const alert = await inserted();
      const versions = [alert.updatedAt.getTime()];
      for (const now of [NOON, NOON, minutesAfter(NOON, -60), NOON]) {
        const changed = await database.alerts.extend(
          alert.id,
          { title: 'again' },
          now,
        );
        versions.push(changed!.updatedAt.getTime());
      }

      expect(versions).toEqual([0, 1, 2, 3, 4].map(ms => NOON.getTime() + ms));
    });
  });

  describe('list', () => {
    const page = { limit: 100, order: 'detectedAt' as const };

    const titles = async (
      filter: AlertFilter,
      order: 'detectedAt' | 'severity' = 'detectedAt',
    ) =>
      (
        await listed(
          { projectIds: [projectId], ...filter },
          { limit: 100, order },
        )
      ).items.map(alert => alert.title);

    it('shows the newest first, or the worst', async () => {
      const severities: Severity[] = ['low', 'high', 'medium', 'high', 'low'];
      for (const [i, severity] of severities.entries()) {
        await inserted({
          severity,
          title: `${severity} ${i}`,
          detectedAt: minutesAfter(NOON, i),
        });
      }

      expect(await titles({})).toEqual([
        'low 4',
        'high 3',
        'medium 2',
        'high 1',
        'low 0',
      ]);
      expect(await titles({}, 'severity')).toEqual([
        'high 3',
        'high 1',
        'medium 2',
        'low 4',
        'low 0',
      ]);
    });

    it('shows what every filter lets through', async () => {
      const old = await inserted({
        title: 'old',
        severity: 'low',
        serviceName: 'Amazon S3',
        detectedAt: minutesAfter(NOON, -60),
      });
      await moved(old.id, 'open', 'resolved');
      await inserted({ title: 'cost', severity: 'high' });
      await database.alerts.insert(
        latencyAlert(projectId, { title: 'latency' }),
        NOON,
      );

      expect(await titles({ status: ['resolved'] })).toEqual(['old']);
      expect(await titles({ status: ['open', 'acknowledged'] })).toEqual([
        'latency',
        'cost',
      ]);
      expect(await titles({ status: [] })).toEqual([]);
      expect(await titles({ alertType: 'reliability' })).toEqual(['latency']);
      expect(await titles({ severity: ['high', 'low'] })).toEqual([
        'cost',
        'old',
      ]);
      expect(await titles({ serviceName: 'Amazon S3' })).toEqual(['old']);
      expect(await titles({ to: NOON })).toEqual(['old']);
      expect(await titles({ from: NOON, severity: ['low'] })).toEqual([]);
      expect(await titles({ from: NOON, alertType: 'cost' })).toEqual(['cost']);
    });

    it('shows nothing to those who may see no project', async () => {
      await inserted();

      expect(await listed({ projectIds: [] }, page)).toEqual({
        items: [],
        totalItems: 0,
      });
    });

    it.each(['detectedAt', 'severity'] as const)(
      'by %s pages through ties without losing or repeating one, while others arrive',
      async order => {
        const severities: Severity[] = ['high', 'medium', 'low'];
        for (let i = 0; i < 25; i++) {
          await inserted({
            severity: severities[i % 3],
            // Three moments for 25 alerts: only the id tells most of them apart.
            detectedAt: minutesAfter(NOON, i % 2),
          });
        }
        const filter = { projectIds: [projectId] };
        const all = await listed(filter, { limit: 100, order });

        const seen: AlertRecord[] = [];
        let cursor: string | undefined;
        do {
          const next = await listed(filter, {
            limit: 4,
            order,
            cursor,
          });
          expect(next.items.length).toBeLessThanOrEqual(4);
          seen.push(...next.items);
          cursor = next.nextCursor;
          // Newer and worse than all: belongs before the first page, and shifts no later one.
          await inserted({
            severity: 'high',
            detectedAt: minutesAfter(NOON, 10),
          });
        } while (cursor);

        expect(seen.map(alert => alert.id)).toEqual(
          all.items.map(alert => alert.id),
        );
        expect(all.totalItems).toBe(25);
        expect(all.nextCursor).toBeUndefined();
      },
    );

    it('counts all pages, and has no next one after exactly the last row', async () => {
      for (let i = 0; i < 4; i++) {
        await inserted();
      }
      const filter = { projectIds: [projectId] };
      const first = await listed(filter, { ...page, limit: 2 });
      const second = await listed(filter, {
        ...page,
        limit: 2,
        cursor: first.nextCursor,
      });

      expect([first.totalItems, second.totalItems]).toEqual([4, 4]);
      expect(second.items).toHaveLength(2);
      expect(second.nextCursor).toBeUndefined();
    });

    it('refuses a cursor that it did not give out', async () => {
      await inserted();
      await inserted();
      const { nextCursor } = await listed(
        { projectIds: [projectId] },
        { limit: 1, order: 'detectedAt' },
      );
      const encoded = (value: unknown) =>
        Buffer.from(JSON.stringify(value)).toString('base64url');
      const id = randomUUID();
      const ms = NOON.getTime();
      const rubbish = [
        '',
        'rubbish',
        'e30',
        encoded(null),
        encoded('alerts.severity'),
        encoded(['alerts.severity', null, ms, id]),
        encoded(['alerts.severity', '3', ms, id]),
        encoded(['alerts.severity', 1.5, ms, id]),
        encoded(['alerts.severity', 3, 'yesterday', id]),
        encoded(['alerts.severity', 3, 1e300, id]),
        encoded(['alerts.severity', 3, ms, "' or true"]),
        encoded(['alerts.severity', 3, ms, id, 'more']),
        encoded(['events', null, ms, id]),
        // Of the same list, but in the other order.
        nextCursor!,
      ];

      for (const cursor of rubbish) {
        await expect(
          listed({}, { limit: 1, order: 'severity', cursor }),
        ).rejects.toThrow(
          expect.objectContaining({
            name: 'InputError',
            message: `cursor: got '${cursor}', which is not a cursor of this list in this order; accepted is the nextCursor of the page before. Leave cursor out for the first page`,
          }),
        );
      }
    });

    it('refuses a page of nothing', async () => {
      await expect(listed({}, { limit: 0, order: 'severity' })).rejects.toThrow(
        'limit: got 0',
      );
    });
  });

  it('are counted by project and severity while they are not resolved', async () => {
    const other = await newProject(database);
    const { id } = await inserted({ severity: 'low' });
    await moved(id, 'open', 'resolved');
    await inserted({ severity: 'high' });
    await inserted({ severity: 'high' });
    await inserted({ projectId: other.id });

    const standings = await database.projects.standings(
      [projectId, other.id],
      [],
    );
    expect(standings.get(projectId)!.alerts).toEqual([
      { status: 'open', severity: 'high', count: 2 },
    ]);
    expect(standings.get(other.id)!.alerts).toEqual([
      { status: 'open', severity: 'medium', count: 1 },
    ]);
  });
});

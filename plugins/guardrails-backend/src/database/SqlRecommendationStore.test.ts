import type { AlertStatus } from '@cloudops/plugin-guardrails-common';
import { randomUUID } from 'node:crypto';
import type { Database } from './Database';
import type { NewRecommendation, RecommendationRecord } from './interfaces';
import { ENGINES, openDatabase, testDatabases } from './__testUtils__/engines';
import {
  costAlert,
  minutesAfter,
  newProject,
  NOON,
  rightSizing,
  latencyAlert,
} from './__testUtils__/samples';

const databases = testDatabases();

describe.each(ENGINES)('recommendations on %s', engine => {
  let database: Database;
  let projectId: string;
  let alertId: string;

  beforeAll(async () => {
    ({ database } = await openDatabase(databases, engine));
  });

  beforeEach(async () => {
    projectId = (await newProject(database)).id;
    const alert = await database.alerts.insert(costAlert(projectId), NOON);
    alertId = alert!.id;
  });

  const inserted = async (
    overrides: Partial<NewRecommendation> = {},
    now = NOON,
  ): Promise<RecommendationRecord> => {
    const [recommendation] = await database.recommendations.insert(
      [rightSizing(projectId, alertId, overrides)],
      now,
    );
    return recommendation;
  };

  it('open in the order they were made', async () => {
    const drafts = ['first', 'second', 'third'].map(title =>
      rightSizing(projectId, alertId, { title }),
    );
    const made = await database.recommendations.insert(drafts, NOON);

    expect(made).toEqual(
      drafts.map(draft => ({
        ...draft,
        id: expect.any(String),
        status: 'open',
        createdAt: NOON,
        updatedAt: NOON,
      })),
    );
    expect(await database.recommendations.byAlert(alertId)).toEqual(made);
    expect(await database.recommendations.byId(made[0].id)).toEqual(made[0]);
    expect(await database.recommendations.byIdForUpdate(made[0].id)).toEqual(
      made[0],
    );
    expect(await database.recommendations.insert([], NOON)).toEqual([]);
  });

  it('keep a step on its line', async () => {
    const { actionSteps } = await inserted({
      actionSteps: ['Open the console.\nThen wait.', ' Resize. '],
    });

    expect(actionSteps).toEqual(['Open the console. Then wait.', 'Resize.']);
  });

  it('do not exist under an id that is none', async () => {
    expect(await database.recommendations.byId('none')).toBeUndefined();
    expect(
      await database.recommendations.byIdForUpdate(randomUUID()),
    ).toBeUndefined();
    expect(await database.recommendations.byAlert('none')).toEqual([]);
  });

  describe('update', () => {
    it('stamps and clears what belongs to a status', async () => {
      const { id } = await inserted();
      const statuses = [
        'open',
        'in_progress',
        'done',
        'open',
        'dismissed',
        'open',
      ] as const;
      const stamps: unknown[] = [];
      for (let i = 1; i < statuses.length; i++) {
        const { status, doneAt, dismissedAt } =
          (await database.recommendations.update(
            id,
            { from: statuses[i - 1], to: statuses[i] },
            minutesAfter(NOON, i),
          ))!;
        stamps.push({ status, doneAt, dismissedAt });
      }

      expect(stamps).toEqual([
        { status: 'in_progress' },
        { status: 'done', doneAt: minutesAfter(NOON, 2) },
        { status: 'open' },
        { status: 'dismissed', dismissedAt: minutesAfter(NOON, 4) },
        { status: 'open' },
      ]);
    });

    it('changes the owner alone, and clears it', async () => {
      const { id } = await inserted();
      const owned = async (owner: string | null) =>
        (await database.recommendations.update(
          id,
          { from: 'open', owner },
          NOON,
        ))!;

      expect(await owned('ana@example.com')).toMatchObject({
        status: 'open',
        owner: 'ana@example.com',
        updatedAt: new Date(NOON.getTime() + 1),
      });
      expect(
        await database.recommendations.update(
          id,
          { from: 'open', to: 'in_progress' },
          NOON,
        ),
      ).toMatchObject({ owner: 'ana@example.com' });
      expect(
        (await database.recommendations.update(
          id,
          { from: 'in_progress', to: 'done', owner: null },
          NOON,
        ))!.owner,
      ).toBeUndefined();
    });

    it('is won by exactly one of twenty', async () => {
      const { id } = await inserted();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          database.recommendations.update(
            id,
            { from: 'open', to: i % 2 ? 'done' : 'dismissed' },
            NOON,
          ),
        ),
      );

      expect(answers.filter(Boolean)).toEqual([
        await database.recommendations.byId(id),
      ]);
    });
  });

  describe('list', () => {
    it('shows the newest first and what every filter lets through', async () => {
      const first = await inserted({ title: 'first' });
      await inserted({ title: 'second' }, minutesAfter(NOON, 1));
      const other = await database.alerts.insert(
        costAlert(projectId, { serviceName: 'Amazon S3' }),
        NOON,
      );
      await inserted(
        { title: 'third', alertId: other!.id },
        minutesAfter(NOON, 2),
      );
      await database.recommendations.update(
        first.id,
        { from: 'open', to: 'done', owner: 'ana@example.com' },
        NOON,
      );
      const titles = async (filter: object) =>
        (
          await database.recommendations.list(
            { projectIds: [projectId], ...filter },
            { limit: 10, order: 'createdAt' },
          )
        ).items.map(recommendation => recommendation.title);

      expect(await titles({})).toEqual(['third', 'second', 'first']);
      expect(await titles({ status: ['done', 'dismissed'] })).toEqual([
        'first',
      ]);
      expect(await titles({ owner: 'ana@example.com' })).toEqual(['first']);
      expect(await titles({ owner: 'ana' })).toEqual([]);
      expect(await titles({ alertId })).toEqual(['second', 'first']);
      expect(await titles({ alertId: 'none' })).toEqual([]);
      expect(await titles({ projectIds: [] })).toEqual([]);
    });

    it('keeps what was made together in the order in which it was made', async () => {
      const made = async (titles: readonly string[], now: Date) =>
        database.recommendations.insert(
          titles.map(title => rightSizing(projectId, alertId, { title })),
          now,
        );
      await made(['old 1', 'old 2'], NOON);
      await made(['new 1', 'new 2', 'new 3'], minutesAfter(NOON, 1));
      const pages: string[][] = [];
      let cursor: string | undefined;
      do {
        const page = await database.recommendations.list(
          { projectIds: [projectId] },
          { limit: 2, cursor, order: 'createdAt' },
        );
        pages.push(page.items.map(({ title }) => title));
        cursor = page.nextCursor;
      } while (cursor);

      expect(pages).toEqual([
        ['new 1', 'new 2'],
        ['new 3', 'old 1'],
        ['old 2'],
      ]);
    });

    it('pages through ties without losing or repeating one, while others arrive', async () => {
      const made = await database.recommendations.insert(
        Array.from({ length: 10 }, () => rightSizing(projectId, alertId)),
        NOON,
      );
      const filter = { projectIds: [projectId] };
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await database.recommendations.list(filter, {
          limit: 3,
          cursor,
          order: 'createdAt',
        });
        expect(page.totalItems).toBe(10 + seen.length / 3);
        seen.push(...page.items.map(item => item.id));
        cursor = page.nextCursor;
        await inserted({}, minutesAfter(NOON, 1));
      } while (cursor);

      expect(seen).toEqual(made.map(item => item.id));
    });

    it('follows the money, or the severity, of the alerts from page to page', async () => {
      const sizes = [
        { title: 'small', observedValue: 200, severity: 'high' as const },
        { title: 'large', observedValue: 1200.123456 },
        { title: 'saved', observedValue: 10 },
        { title: 'same as large', observedValue: 1200.123456 },
      ];
      const alerts = [];
      for (const [i, size] of sizes.entries()) {
        alerts.push(
          await database.alerts.insert(
            costAlert(projectId, {
              severity: 'low',
              serviceName: `Service ${i}`,
              detectedAt: minutesAfter(NOON, i),
              ...size,
            }),
            NOON,
          ),
        );
      }
      alerts.push(
        await database.alerts.insert(
          latencyAlert(projectId, { title: 'slow', severity: 'medium' }),
          NOON,
        ),
      );
      await database.recommendations.insert(
        alerts.flatMap(alert =>
          [1, 2].map(step =>
            rightSizing(projectId, alert!.id, {
              title: `${alert!.title} ${step}`,
            }),
          ),
        ),
        NOON,
      );
      const pages = async (order: 'money' | 'severity') => {
        const seen: string[][] = [];
        let cursor: string | undefined;
        do {
          const page = await database.recommendations.list(
            { projectIds: [projectId] },
            { limit: 3, cursor, order },
          );
          expect(page.totalItems).toBe(10);
          seen.push(page.items.map(({ title }) => title));
          cursor = page.nextCursor;
        } while (cursor);
        return seen;
      };

      expect(await pages('money')).toEqual([
        ['same as large 1', 'same as large 2', 'large 1'],
        ['large 2', 'small 1', 'small 2'],
        ['saved 1', 'saved 2', 'slow 1'],
        ['slow 2'],
      ]);
      expect(await pages('severity')).toEqual([
        ['small 1', 'small 2', 'slow 1'],
        ['slow 2', 'same as large 1', 'same as large 2'],
        ['saved 1', 'saved 2', 'large 1'],
        ['large 2'],
      ]);
    });

    it.each(['severity', 'money'] as const)(
      'lists by %s what answers an alert that is not over before what answers one that is',
      async order => {
        const alertOf = async (
          title: string,
          severity: 'high' | 'medium',
          observedValue: number,
        ) => {
          const alert = await database.alerts.insert(
            costAlert(projectId, {
              title,
              severity,
              observedValue,
              serviceName: title,
            }),
            NOON,
          );
          await database.recommendations.insert(
            [1, 2].map(step =>
              rightSizing(projectId, alert!.id, { title: `${title} ${step}` }),
            ),
            NOON,
          );
          return alert!.id;
        };
        // The most that a column holds, so that no amount of money lifts what is over above what is not.
        const over = await alertOf('over', 'high', 9_999_999_999);
        await alertOf('open', 'medium', 200.123456);
        const seen = await alertOf('seen', 'high', 1200);
        await alertOf('saved', 'medium', 10);
        const move = (id: string, from: 'open' | 'resolved', to: AlertStatus) =>
          database.alerts.transition(id, { from, to }, NOON);
        await move(over, 'open', 'resolved');
        await move(seen, 'open', 'acknowledged');
        const pages = async () => {
          const read: string[][] = [];
          let cursor: string | undefined;
          do {
            const page = await database.recommendations.list(
              { projectIds: [projectId], status: ['open'] },
              { limit: 3, cursor, order },
            );
            read.push(page.items.map(({ title }) => title));
            cursor = page.nextCursor;
          } while (cursor);
          return read;
        };

        expect(await pages()).toEqual([
          ['seen 1', 'seen 2', 'open 1'],
          ['open 2', 'saved 1', 'saved 2'],
          ['over 1', 'over 2'],
        ]);

        await move(over, 'resolved', 'open');

        const last = (await pages()).flat().slice(-2);
        expect(last).toEqual(['saved 1', 'saved 2']);
      },
    );

    it.each([
      ['severity', 3],
      ['money', '1.5'],
    ] as const)(
      'refuses a cursor by %s of the versions that took no notice of how the alert stands',
      async (order, rank) => {
        const cursor = Buffer.from(
          JSON.stringify([
            `recommendations.${order}`,
            rank,
            NOON.getTime(),
            randomUUID(),
          ]),
        ).toString('base64url');

        await expect(
          database.recommendations.list({}, { limit: 1, cursor, order }),
        ).rejects.toThrow(`cursor: got '${cursor}'`);
      },
    );

    it('refuses a cursor that it did not give out', async () => {
      await expect(
        database.recommendations.list(
          {},
          { limit: 1, cursor: 'rubbish', order: 'createdAt' },
        ),
      ).rejects.toThrow("cursor: got 'rubbish'");
    });
  });

  it('are counted by project while they are not ended', async () => {
    const { id } = await inserted();
    await inserted();
    await inserted();
    await database.recommendations.update(
      id,
      { from: 'open', to: 'in_progress' },
      NOON,
    );

    const standings = await database.projects.standings([projectId], []);
    expect(standings.get(projectId)!.openRecommendations).toBe(3);
  });
});

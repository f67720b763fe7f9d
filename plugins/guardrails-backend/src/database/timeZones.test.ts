/** A day stays the day it is, wherever the portal runs and whatever the database's session thinks. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DAYS } from './__testUtils__/daysInTimeZone';
import { ENGINES, testDatabases, type Engine } from './__testUtils__/engines';

const databases = testDatabases();

describe.each(ENGINES)('days on %s', (engine: Engine) => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guardrails-days-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const configurationFor = async (timeZone: string) => {
    if (engine === 'SQLITE_3') {
      return {
        client: 'better-sqlite3',
        connection: { filename: join(folder, 'days.sqlite') },
        useNullAsDefault: true,
      };
    }
    const knex = await databases.init(engine);
    const { connection } = knex.client.config;
    return {
      client: 'pg',
      connection: {
        ...connection,
        // Knex hides it from every copy.
        password: connection.password,
        options: `-c TimeZone=${timeZone}`,
      },
    };
  };

  it.each([
    ['Pacific/Auckland', 13],
    ['America/Los_Angeles', 16],
    ['UTC', 0],
  ])('are the same in %s', async (timeZone, localHour) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        resolvePackagePath(
          '@cloudops/plugin-guardrails-backend',
          'src/database/__testUtils__/daysInTimeZone.ts',
        ),
        JSON.stringify(await configurationFor(timeZone)),
      ],
      { env: { ...process.env, TZ: timeZone } },
    );

    expect(JSON.parse(stdout)).toEqual({
      localHour,
      amounts: DAYS,
      totals: DAYS,
      restated: DAYS,
      extent: { first: DAYS[0], last: DAYS.at(-1), currency: 'USD' },
      points: [{ at: '2026-11-18T00:00:00.000Z', value: 1 }],
      buckets: ['2026-11-18T00:00:00.000Z'],
    });
  });
});

import { openDatabase, testDatabases } from './__testUtils__/engines';
import { timeIn } from './parseTimes';

const databases = testDatabases(['POSTGRES_18']);

describe('a time as PostgreSQL answers it', () => {
  it.each([
    ['2026-11-23 14:54:33+00', '2026-11-23T14:54:33.000Z'],
    ['2026-11-23 14:54:33.8+00', '2026-11-23T14:54:33.800Z'],
    ['2026-11-23 14:54:33.84+00', '2026-11-23T14:54:33.840Z'],
    ['2026-11-23 14:54:33.845+00', '2026-11-23T14:54:33.845Z'],
    ['2026-11-23 14:54:33.845999+00', '2026-11-23T14:54:33.845Z'],
    ['1000-01-01 00:00:00+00', '1000-01-01T00:00:00.000Z'],
    ['9999-12-31 23:59:59.999+00', '9999-12-31T23:59:59.999Z'],
  ])('is read: %s', (text, iso) => {
    expect(timeIn(text)?.toISOString()).toBe(iso);
  });

  it.each([
    '2026-11-23 14:54:33+05:30',
    '2026-11-23 14:54:33-08',
    '0044-03-15 12:00:00+00 BC',
    '0999-12-31 23:59:59+00',
    '12026-11-23 14:54:33+00',
    'infinity',
    'Mon Nov 23 14:54:33 2026 UTC',
  ])('is left to the driver: %s', text => {
    expect(timeIn(text)).toBeUndefined();
  });
});

describe('times on PostgreSQL', () => {
  it('are the same in whatever time zone a session is', async () => {
    const { knex } = await openDatabase(databases, 'POSTGRES_18');
    const times = [
      '2026-11-23T14:54:33.845Z',
      '2026-07-01T00:00:00.000Z',
      '0044-03-15T12:00:00.000Z',
    ];
    for (const zone of ['UTC', 'Asia/Kolkata', 'America/New_York']) {
      await knex.transaction(async trx => {
        await trx.raw(`set local time zone '${zone}'`);
        const { rows } = await trx.raw(
          'select at::timestamptz from unnest(?::text[]) at',
          [times],
        );
        expect(rows.map(({ at }: { at: Date }) => at.toISOString())).toEqual(
          times,
        );
      });
    }
  });
});

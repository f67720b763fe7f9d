/**
 * A process of its own that stores and reads days, to be run with `TZ` set: a test process cannot change its own
 * time zone. Takes the knex configuration as its argument and prints what it read as its last line.
 */
import knexFactory from 'knex';
import { Database } from '../Database';

/** Around both changes of daylight saving of New Zealand and California, a leap day, and the turn of a year. */
export const DAYS = [
  '2024-02-29',
  '2025-12-31',
  '2026-01-01',
  '2026-03-08',
  '2026-04-05',
  '2026-09-27',
  '2026-11-01',
  '2026-11-18',
];

async function storeAndRead() {
  const knex = knexFactory(JSON.parse(process.argv[2]));
  const database = await Database.create({ getClient: async () => knex });
  const [project] = await database.projects.ensure([process.env.TZ!]);
  await database.costs.upsert(
    project.id,
    DAYS.map(date => ({
      date,
      service: 'Amazon S3',
      amount: '1',
      currency: 'USD',
    })),
  );
  const { restated } = await database.costs.upsert(
    project.id,
    DAYS.map(date => ({
      date,
      service: 'Amazon S3',
      amount: '2',
      currency: 'USD',
    })),
  );
  const range = { projectId: project.id, from: DAYS[0], to: DAYS.at(-1)! };
  const midnight = new Date('2026-11-18T00:00:00.000Z');
  await database.metrics.upsert(project.id, [
    { metricName: '5xx_count', at: midnight, value: 1, unit: 'count' },
  ]);
  const series = {
    projectId: project.id,
    metricName: '5xx_count',
    from: midnight,
    to: new Date(midnight.getTime() + 1),
  };
  const answer = {
    localHour: midnight.getHours(),
    amounts: (await database.costs.amounts(range)).map(cost => cost.date),
    totals: (await database.costs.totalsByDay(range)).map(cost => cost.date),
    restated: restated.map(cost => cost.date),
    extent: await database.costs.extent(project.id),
    points: await database.metrics.points(series),
    buckets: (
      await database.metrics.buckets({ ...series, resolutionSeconds: 86_400 })
    ).map(bucket => bucket.at),
  };
  await knex.destroy();
  return answer;
}

if (require.main === module) {
  storeAndRead().then(
    answer => process.stdout.write(JSON.stringify(answer)),
    error => {
      process.stderr.write(String(error?.stack ?? error));
      process.exitCode = 1;
    },
  );
}

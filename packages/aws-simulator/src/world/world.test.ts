import { ANCHOR, NOW } from '../useSimulator';
import { Day, formatDay, parseDay, weekdayOf } from './calendar';
import { World } from './world';

const D = parseDay(ANCHOR)!;
const at = (day: Day, time: string) => new Date(`${formatDay(day)}T${time}Z`);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

describe.each([1, 2, 3])('Everything else is normal (seed %d)', seed => {
  const world = new World({ seed, anchor: D });
  const quiet = new World({ seed, anchor: D + 10_000 });

  it('no service of a component strays by 15 % from its usual weekday', () => {
    for (const { id } of world.accounts) {
      const byService = new Map<string, Map<Day, number>>();
      for (let day = D - 95; day <= D; day += 1) {
        for (const { line, amounts } of quiet.charges(id, day)) {
          // Month-start fees, credits and refunds recur by the calendar instead.
          if (line.charge.every === 'day') {
            const key = `${line.component}|${line.service}`;
            const days = byService.get(key) ?? new Map<Day, number>();
            days.set(day, (days.get(day) ?? 0) + amounts.unblended);
            byService.set(key, days);
          }
        }
      }
      expect(byService.size).toBeGreaterThan(10);
      for (const [key, days] of byService) {
        for (let weekday = 0; weekday < 7; weekday += 1) {
          const amounts = [...days]
            .filter(([day]) => weekdayOf(day) === weekday)
            .map(([, amount]) => amount);
          const usual = median(amounts);
          const furthest = Math.max(
            ...amounts.map(amount => Math.abs(amount / usual - 1)),
          );
          expect([key, furthest < 0.15]).toEqual([key, true]);
        }
      }
    }
  });

  it('the incidents change nothing but their own lines and days', () => {
    for (const { id } of world.accounts) {
      for (let day = D - 95; day <= D; day += 1) {
        const usual = new Map(
          quiet
            .charges(id, day)
            .map(({ line, amounts }) => [line.id, amounts.unblended]),
        );
        const changed = world
          .charges(id, day)
          .filter(
            ({ line, amounts }) => usual.get(line.id) !== amounts.unblended,
          )
          .map(({ line }) => line.usageType);
        const expected = world.incidents.flatMap(incident =>
          incident.kind === 'cost' &&
          incident.accountId === id &&
          at(day, '00:00:00') >= incident.start &&
          (!incident.end || at(day, '00:00:00') < incident.end)
            ? [incident.usageType]
            : [],
        );
        expect(changed).toEqual(expected);
      }
    }
  });

  it('errors stay few and latencies near their usual on every API', () => {
    for (const endpoint of world.endpoints) {
      if (endpoint.kind !== 'rest-api') {
        continue;
      }
      const series = (metricName: string, statistic: 'Sum' | 'p95') => {
        const found = quiet.metric(
          endpoint.accountId,
          'AWS/ApiGateway',
          metricName,
          { ApiName: endpoint.name },
        )!;
        const values: number[] = [];
        for (let i = 0; i < 7 * 288; i += 1) {
          const value = quiet.statistic(
            found,
            statistic === 'Sum'
              ? { name: 'Sum' }
              : { name: 'percentile', share: 0.95 },
            {
              startMs: at(D - 20, '00:00:00').getTime() + i * 300_000,
              seconds: 300,
            },
            NOW,
          );
          if (value !== undefined) {
            values.push(value);
          }
        }
        return values;
      };
      expect(Math.max(...series('5XXError', 'Sum'))).toBeLessThan(16);
      const latencies = series('Latency', 'p95');
      const usual = median(latencies);
      expect(Math.max(...latencies) / usual).toBeLessThan(1.3);
      expect(Math.min(...latencies) / usual).toBeGreaterThan(0.7);
    }
  });
});

describe('Sizes', () => {
  it('every component costs 20 to 400 dollars a day', () => {
    const world = new World({ seed: 1, anchor: D });
    for (const { name, accountId } of world.components) {
      const charges = world
        .charges(accountId, D - 20)
        .filter(({ line }) => line.component === name);
      const total = charges.reduce(
        (sum, { amounts }) => sum + amounts.unblended,
        0,
      );
      expect(total).toBeGreaterThan(20);
      expect(total).toBeLessThan(400);
    }
  });
});

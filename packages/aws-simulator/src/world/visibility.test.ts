import {
  CostExplorerClient,
  GetCostAndUsageCommand,
} from '@aws-sdk/client-cost-explorer';
import { ANCHOR, NOW, useSimulator } from '../useSimulator';
import { Day, formatDay, parseDay } from './calendar';

const simulator = useSimulator();

const D = parseDay(ANCHOR)!;
const at = (day: Day, time: string) => new Date(`${formatDay(day)}T${time}Z`);

/** USD by day and `component|service`, as Cost Explorer shows it at `now`. */
async function costsAt(
  now: Date,
  days: { from: Day; to: Day },
): Promise<Map<Day, Record<string, number>>> {
  simulator.current.clock.set(now);
  const client = new CostExplorerClient({});
  const costs = new Map<Day, Record<string, number>>();
  let NextPageToken: string | undefined;
  do {
    const page = await client.send(
      new GetCostAndUsageCommand({
        TimePeriod: { Start: formatDay(days.from), End: formatDay(days.to) },
        Granularity: 'DAILY',
        Metrics: ['UnblendedCost'],
        GroupBy: [
          { Type: 'TAG', Key: 'component' },
          { Type: 'DIMENSION', Key: 'SERVICE' },
        ],
        NextPageToken,
      }),
    );
    for (const { TimePeriod, Groups } of page.ResultsByTime!) {
      const day = parseDay(TimePeriod!.Start!)!;
      const services = costs.get(day) ?? {};
      for (const { Keys, Metrics } of Groups!) {
        services[Keys!.join('|').replace('component$', '')] = Number(
          Metrics!.UnblendedCost.Amount,
        );
      }
      costs.set(day, services);
    }
    NextPageToken = page.NextPageToken;
  } while (NextPageToken);
  return costs;
}

describe('Costs arrive late', () => {
  const DAYS = { from: D - 33, to: D - 3 };
  // Long enough after the last day for everything to be final.
  const FINALLY = at(D + 30, '00:00:00');

  /** What is shown of the final amounts of one day after another, each at the same age. */
  async function sharesAt(hoursSinceEnd: number): Promise<number[]> {
    const final = await costsAt(FINALLY, DAYS);
    const shares: number[] = [];
    for (let day = DAYS.from; day < DAYS.to; day += 1) {
      const now = new Date(
        at(day + 1, '00:00:00').getTime() + hoursSinceEnd * 3_600_000,
      );
      const shown = (await costsAt(now, { from: day, to: day + 1 })).get(day)!;
      for (const [key, amount] of Object.entries(final.get(day)!)) {
        shares.push((shown[key] ?? 0) / amount);
      }
    }
    return shares;
  }

  it('a day after 1 hour shows 60 to 62 % of each service, and some services not at all', async () => {
    const shares = await sharesAt(1);

    const missing = shares.filter(share => share === 0);
    const shown = shares.filter(share => share > 0);
    expect(missing.length).toBeGreaterThan(0);
    expect(missing.length / shares.length).toBeLessThan(0.12);
    expect(Math.min(...shown)).toBeGreaterThan(0.599);
    expect(Math.max(...shown)).toBeLessThan(0.621);
  });

  it('a day after 23 hours shows 84 to 86 % of every service', async () => {
    const shares = await sharesAt(23);

    expect(Math.min(...shares)).toBeGreaterThan(0.839);
    expect(Math.max(...shares)).toBeLessThan(0.861);
  });

  it('a day after 30 hours shows about 97.5 %', async () => {
    const shares = await sharesAt(30);

    expect(Math.min(...shares)).toBeGreaterThan(0.969);
    expect(Math.max(...shares)).toBeLessThan(0.981);
  });

  it('a day after 50 hours is final but for a few services, which are restated after 96 hours', async () => {
    const after50 = await sharesAt(50);
    const after97 = await sharesAt(97);

    const restated = after50.filter(share => Math.abs(share - 1) > 1e-6);
    expect(restated.length).toBeGreaterThan(5);
    expect(restated.length / after50.length).toBeLessThan(0.05);
    for (const share of restated) {
      const factor = 1 / share;
      expect(
        Math.min(Math.abs(factor - 1.018), Math.abs(factor - 0.991)),
      ).toBeLessThan(1e-6);
    }
    expect(restated.some(share => share < 1)).toBe(true);
    expect(after97.every(share => Math.abs(share - 1) < 1e-9)).toBe(true);
  });

  it('today shows little, growing through the day', async () => {
    const today = async (time: string) =>
      Object.values(
        (await costsAt(at(D, time), { from: D, to: D + 1 })).get(D)!,
      ).reduce((sum, amount) => sum + amount, 0);

    expect(await today('07:00:00')).toBe(0);
    const noon = await today('12:00:00');
    const evening = await today('20:00:00');
    const nextDay = Object.values(
      (await costsAt(at(D + 1, '20:00:00'), { from: D, to: D + 1 })).get(D)!,
    ).reduce((sum, amount) => sum + amount, 0);
    expect(noon).toBeGreaterThan(0);
    expect(evening).toBeGreaterThan(noon);
    expect(nextDay).toBeGreaterThan(evening);
  });

  it('a final amount never changes however far today moves on', async () => {
    const days = { from: D - 40, to: D - 10 };

    const now = await costsAt(NOW, days);
    const tomorrow = await costsAt(at(D + 1, '09:00:00'), days);
    const monthsLater = await costsAt(at(D + 100, '09:00:00'), days);

    expect(tomorrow).toEqual(now);
    expect(monthsLater).toEqual(now);
  });
});

/** A small version of `npm run bench -- detection`: generated costs, replayed day by day through rules and alert life. */
import { generateCosts } from '../../bench/detection/costGenerator';
import { measureCosts, productionRules } from '../../bench/detection/costs';
import { replayCosts } from '../../bench/detection/costReplay';
import { scoreCosts } from '../../bench/detection/costScore';
import { textbookRules } from '../../bench/detection/textbookCostRules';

const corpus = generateCosts({ seed: 77, services: 40, days: 300 });

describe('the cost rules on forty services', () => {
  const score = measureCosts(corpus, productionRules());

  it('find what matters, on the first day where it is a spike', () => {
    expect(score.events).toBeGreaterThan(50);
    expect(score.recall).toBeGreaterThanOrEqual(0.9);
    expect(score.byType.spike1.medianDelayDays).toBe(0);
    expect(score.byType.spikeN.medianDelayDays).toBe(0);
  });

  it('raise hardly anything else', () => {
    expect(score.falsePer100ServiceMonths).toBeLessThanOrEqual(1.5);
    expect(score.precision).toBeGreaterThanOrEqual(0.92);
  });

  it('are better in both than every method of the textbook', () => {
    for (const { rule } of textbookRules) {
      const textbook = measureCosts(corpus, [{ rule, parameters: {} }]);

      expect(score.recall).toBeGreaterThan(textbook.recall);
      expect(score.precision).toBeGreaterThan(textbook.precision);
    }
  });

  it('raise the same alerts again', () => {
    const [costs] = corpus;

    expect(replayCosts(costs, productionRules())).toEqual(
      replayCosts(costs, productionRules()),
    );
  });

  it('raise the same alerts up to a day when nothing is known of later ones', () => {
    for (const costs of corpus.slice(0, 10)) {
      const past = { ...costs, days: costs.days.slice(0, 200) };
      const opened = (each: typeof costs) =>
        replayCosts(each, productionRules())
          .filter(({ asof }) => asof < past.days.length)
          .map(({ row, asof, rule }) => ({ row, asof, rule }));

      expect(opened(past)).toEqual(opened(costs));
    }
  });
});

describe('the generator', () => {
  it('makes the same costs of the same seed, and others of another', () => {
    const generate = (seed: number) =>
      generateCosts({ seed, services: 2, days: 200 });

    expect(generate(3)).toEqual(generate(3));
    expect(generate(3)).not.toEqual(generate(4));
  });
});

describe('the score', () => {
  const event = { type: 'step', permanent: true, material: true };
  const costs = {
    id: 'any',
    warmup: 28,
    existedBefore: true,
    days: Array.from({ length: 152 + 28 }, (_, i) => ({
      at: i * 86_400_000,
      final: 1,
      firstSeen: 1,
      seenAfterTwoDays: 1,
    })),
    events: [{ ...event, start: 100, end: 109 }],
  };
  const alert = (row: number) => ({ row, last: row, asof: row, rule: 'any' });
  const scoreOf = (...rows: number[]) =>
    scoreCosts([{ costs, alerts: rows.map(alert) }]);

  it('counts silence as missed and not as false', () => {
    expect(scoreOf()).toMatchObject({ recall: 0, falseAlerts: 0 });
  });

  it('counts an alert within an event, and one that is too late as neither found nor false', () => {
    expect(scoreOf(103)).toMatchObject({ recall: 1, medianDelayDays: 3 });
    expect(scoreOf(120)).toMatchObject({ recall: 0, falseAlerts: 0 });
  });

  it('counts an alert that has nothing to do with an event as false, by service-months', () => {
    expect(scoreOf(50, 103)).toMatchObject({
      falseAlerts: 1,
      serviceMonths: 5,
      falsePer100ServiceMonths: 20,
      precision: 0.5,
    });
  });

  it('asks for nothing that is too small to matter', () => {
    const small = {
      ...costs,
      events: [{ ...costs.events[0], material: false }],
    };

    expect(scoreCosts([{ costs: small, alerts: [] }]).events).toBe(0);
    expect(
      scoreCosts([{ costs: small, alerts: [alert(103)] }]).falseAlerts,
    ).toBe(0);
  });
});

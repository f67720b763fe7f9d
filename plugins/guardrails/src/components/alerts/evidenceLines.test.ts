import { anEvidence } from '../../testing';
import { englishWords } from '../../__testUtils__/englishWords';
import { evidenceLines, evidenceTicks } from './evidenceLines';
import { drawnPoints } from './evidenceSeries';

const words = englishWords();
const EDGES = { left: 0, right: 300, top: 0, bottom: 100 };
const alert = { observedValue: 80, thresholdValue: 50 };

/** Three days, the last one in the window. */
function threeDays(
  points: readonly Partial<ReturnType<typeof anEvidence>['points'][number]>[],
) {
  const evidence = anEvidence({
    points: points.map((point, day) => ({
      at: `2026-11-1${5 + day}T00:00:00Z`,
      value: 10,
      fired: false,
      ...point,
    })),
    window: { start: '2026-11-17T00:00:00Z', end: '2026-11-18T00:00:00Z' },
  });
  return { evidence, points: drawnPoints(evidence, words) };
}

const draw = (of: ReturnType<typeof threeDays>) =>
  evidenceLines(of.points, of.evidence, alert, [0, 100], EDGES);

it('puts each value in the middle of its day, and the window around its own', () => {
  const { places, window, observed } = draw(
    threeDays([{}, {}, { value: 80, fired: true }]),
  );
  expect(places).toEqual([50, 150, 250]);
  expect(window).toEqual({ from: 200, to: 300 });
  expect(observed).toBe('M50,90L150,90L250,20');
});

it('marks what passed the limit, and what has no neighbour to be joined with', () => {
  const { dots, observed } = draw(
    threeDays([{}, { value: null }, { value: 80, fired: true }]),
  );
  expect(dots).toEqual([
    { x: 50, y: 90, fired: false },
    { x: 250, y: expect.closeTo(20), fired: true },
  ]);
  // Two beginnings: nothing is drawn across what is not known.
  expect(observed.match(/M/g)).toHaveLength(2);
});

it('draws the usual range that the rule used, and no other', () => {
  const range = { lower: 5, upper: 15, baseline: 10 };
  expect(draw(threeDays([range, range, {}])).usual).toBe(
    'M50,85L150,85L150,95L50,95Z',
  );
  const { usual, baseline } = draw(threeDays([{}, {}, {}]));
  expect([usual, baseline]).toEqual(['', '']);
});

it('draws one limit across where the rule has none for each value', () => {
  expect(draw(threeDays([{}, {}, { threshold: 50 }])).limit).toBe(
    'M0 50.0H300',
  );
});

it('draws the limit of each value, and leaves out one that is far above all of them', () => {
  const of = threeDays([
    { threshold: 40 },
    { threshold: 60 },
    { threshold: 9_000, value: 80, fired: true },
  ]);
  expect(draw(of).limit).toBe('M50,60L150,40');
  expect(evidenceTicks(of.points, alert).pop()).toBe(80);
});

it('has room for the limit above everything that was observed', () => {
  const { points } = threeDays([{}, {}, {}]);
  const ticks = evidenceTicks(points, {
    observedValue: 10,
    thresholdValue: 490,
  });
  expect(ticks[0]).toBe(0);
  expect(ticks.pop()).toBeGreaterThanOrEqual(490);
});

/**
 * The pictures of docs/detection.md for the rules of costs: what a rule expects of an example series, day by day, as it judges it. Drawn from
 * the verdicts, so that a picture cannot say anything that the rule does not.
 */
import type {
  DetectionRule,
  Series,
  Verdict,
} from '@cloudops/plugin-guardrails-node';
import { builtInRules } from '../../src/detection';

interface Example {
  readonly rule: string;
  /** What can be seen. */
  readonly title: string;
  /** Days that are drawn; those before them are history. */
  readonly shown: number;
  readonly days: number;
  readonly parameters?: Readonly<Record<string, unknown>>;
  valueAt(index: number, at: number): number;
}

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('2026-06-01T00:00:00Z');

/** Noise that looks like noise and is the same every time: within ± the share. */
function wobble(index: number, share = 0.04): number {
  return 1 + share * Math.sin(index * 12.9898) * Math.cos(index * 4.1414);
}

function isWeekend(at: number): boolean {
  return [0, 6].includes(new Date(at).getUTCDay());
}

const EXAMPLES: readonly Example[] = [
  {
    rule: 'cost_spike',
    title: 'Somebody forgot a job on a Sunday, and a larger one on a Thursday',
    days: 110,
    shown: 42,
    valueAt: (index, at) => {
      if (index === 90) return 96;
      if (index === 101) return 171;
      return (isWeekend(at) ? 60 : 100) * wobble(index);
    },
  },
  {
    rule: 'cost_monthly_charge',
    title: 'A subscription is renewed for twice the price',
    days: 130,
    shown: 75,
    valueAt: (index, at) => {
      const date = new Date(at);
      const charge = date.getUTCMonth() === 9 ? 620 : 300;
      return 40 * wobble(index) + (date.getUTCDate() === 1 ? charge : 0);
    },
  },
  {
    rule: 'cost_level_shift',
    title: 'A larger instance type: no day stands out, five in a row do',
    days: 110,
    shown: 56,
    valueAt: (index, at) =>
      (isWeekend(at) ? 90 : 100) * (index < 80 ? 1 : 1.24) * wobble(index),
  },
  {
    rule: 'cost_drift',
    title: 'A table that is scanned whole grows by two percent a day',
    days: 120,
    shown: 63,
    valueAt: index =>
      100 * 1.02 ** Math.min(Math.max(index - 84, 0), 24) * wobble(index),
  },
  {
    rule: 'cost_sparse_spike',
    title:
      'A batch that runs on Mondays and Thursdays ran on a Wednesday as well',
    days: 110,
    shown: 56,
    valueAt: (index, at) => {
      if (index === 93) return 190;
      return [1, 4].includes(new Date(at).getUTCDay())
        ? 50 * wobble(index, 0.3)
        : 0;
    },
  },
  {
    rule: 'cost_new_service',
    title:
      'A service that was not used before; the rule judges the mean of its first days',
    days: 75,
    shown: 30,
    valueAt: index => (index < 56 ? 0 : 28 * wobble(index)),
  },
  {
    rule: 'cost_limit',
    title: 'A person allowed $120 a day',
    days: 60,
    shown: 42,
    parameters: { limits: { example: 120 } },
    valueAt: (index, at) =>
      (isWeekend(at) ? 70 : 100) * wobble(index) * (index === 50 ? 1.32 : 1),
  },
];

/** Rule name → SVG. */
export function drawPictures(): Record<string, string> {
  return Object.fromEntries(
    EXAMPLES.map(example => [example.rule, draw(example)]),
  );
}

/** Pixels. */
export const PLOT = {
  width: 760,
  height: 220,
  left: 48,
  top: 34,
  right: 12,
  bottom: 40,
} as const;
const {
  width: WIDTH,
  height: HEIGHT,
  left: LEFT,
  top: TOP,
  right: RIGHT,
  bottom: BOTTOM,
} = PLOT;

export const COLOURS = {
  band: '#cfe3f7',
  baseline: '#1f6fb2',
  limit: '#c77700',
  value: '#7a8694',
  judged: '#4a5562',
  fired: '#c62828',
  grid: '#e4e8ec',
  text: '#33404d',
} as const;

function draw(example: Example): string {
  const rule: DetectionRule<any> = builtInRules.find(
    each => each.name === example.rule,
  )!;
  const series: Series = {
    type: 'cost',
    key: 'example',
    unit: 'USD',
    periodSeconds: 86_400,
    points: Array.from({ length: example.days }, (_, index) => {
      const at = FIRST_DAY + index * DAY_MS;
      return { at, value: Number(example.valueAt(index, at).toFixed(2)) };
    }),
  };
  const from = example.days - example.shown;
  const parameters = rule.parameters.parse(example.parameters ?? {});
  const verdicts = rule.judge(series, from, parameters);
  const shown = series.points.slice(from);
  const top =
    1.1 *
    Math.max(
      ...shown.map(({ value }) => value ?? 0),
      ...verdicts.flatMap(each => [each.observed, each.threshold]),
    );
  const step = (WIDTH - LEFT - RIGHT) / example.shown;
  const x = (at: number) => LEFT + ((at - shown[0].at) / DAY_MS) * step;
  const y = (value: number) =>
    HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const place = (number: number) => Number(number.toFixed(1));

  const grid = ticks(top).map(
    tick =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${place(
        y(tick),
      )}" y2="${place(y(tick))}" stroke="${COLOURS.grid}"/><text x="${
        LEFT - 6
      }" y="${place(y(tick) + 4)}" text-anchor="end">$${tick}</text>`,
  );
  const dates = shown
    .filter(
      ({ at }, i) => new Date(at).getUTCDay() === 1 && i <= example.shown - 3,
    )
    .map(
      ({ at }) =>
        `<text x="${place(x(at))}" y="${HEIGHT - BOTTOM + 14}">${new Date(at)
          .toISOString()
          .slice(5, 10)}</text>`,
    );
  const bars = shown.map(({ at, value }) => {
    const fired = verdicts.some(each => each.at === at && each.fired);
    const height = Math.max(0, y(0) - y(value ?? 0));
    return `<rect x="${place(x(at) + step * 0.15)}" y="${place(
      y(value ?? 0),
    )}" width="${place(step * 0.7)}" height="${place(height)}" fill="${
      fired ? COLOURS.fired : COLOURS.value
    }"/>`;
  });
  /** A step for each day with a verdict; days without one leave a gap. */
  const steps = (value: (verdict: Verdict) => number) =>
    verdicts
      .map((verdict, i) => {
        const follows = i > 0 && verdicts[i - 1].at === verdict.at - DAY_MS;
        const height = place(y(value(verdict)));
        return `${follows ? 'L' : 'M'}${place(x(verdict.at))} ${height}H${place(
          x(verdict.at) + step,
        )}`;
      })
      .join('');
  const bands = verdicts
    .filter(({ usual }) => usual)
    .map(
      ({ at, usual }) =>
        `<rect x="${place(x(at))}" y="${place(y(usual!.upper))}" width="${place(
          step,
        )}" height="${place(y(usual!.lower) - y(usual!.upper))}" fill="${
          COLOURS.band
        }"/>`,
    );
  const isJudgedItself = verdicts.every(
    ({ at, observed }) =>
      observed === shown.find(point => point.at === at)!.value,
  );
  const line = (path: string, colour: string, dashes = '') =>
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.6"${
      dashes ? ` stroke-dasharray="${dashes}"` : ''
    }/>`;
  const isFixed = verdicts.every(each => each.baseline === each.threshold);
  const legend: [string, string][] = [
    [COLOURS.value, 'cost of the day'],
    [COLOURS.fired, 'fires'],
    ...(isFixed ? [] : [[COLOURS.baseline, 'baseline'] as [string, string]]),
    [COLOURS.limit, 'limit'],
    ...(isJudgedItself
      ? []
      : [[COLOURS.judged, 'judged value'] as [string, string]]),
    ...(bands.length > 0
      ? [[COLOURS.band, 'usual range'] as [string, string]]
      : []),
  ];
  const keys = legend.map(
    ([colour, words], i) =>
      `<rect x="${LEFT + i * 112}" y="${
        HEIGHT - 15
      }" width="10" height="10" fill="${colour}"/><text x="${
        LEFT + 14 + i * 112
      }" y="${HEIGHT - 6}">${words}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${example.rule}: ${example.title}" font-family="system-ui, sans-serif" font-size="11" fill="${COLOURS.text}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    `<text x="${LEFT}" y="18" font-size="13"><tspan font-weight="600">${example.rule}</tspan> – ${example.title}</text>`,
    ...grid,
    ...bands,
    ...bars,
    ...(isFixed
      ? []
      : [
          line(
            steps(each => each.baseline),
            COLOURS.baseline,
          ),
        ]),
    line(
      steps(each => each.threshold),
      COLOURS.limit,
      '5 3',
    ),
    ...(isJudgedItself
      ? []
      : [
          line(
            steps(each => each.observed),
            COLOURS.judged,
          ),
        ]),
    ...dates,
    ...keys,
    '</svg>',
    '',
  ].join('\n');
}

/** Four or so round numbers up to the highest value. */
export function ticks(top: number): number[] {
  const raw = top / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const size = [1, 2, 5, 10].map(each => each * power).find(e => e >= raw)!;
  const all: number[] = [];
  for (let tick = 0; tick <= top; tick += size) all.push(tick);
  return all;
}

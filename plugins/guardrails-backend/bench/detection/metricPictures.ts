/**
 * The pictures of docs/detection.md for the rules of metrics: an example series point by point, with what the rule
 * compares it with and where its limit lies. Drawn from the verdicts, as the pictures of the cost rules are.
 */
import type {
  DetectionRule,
  Direction,
  Series,
  Verdict,
} from '@cloudops/plugin-guardrails-node';
import { builtInRules } from '../../src/detection';
import { COLOURS, PLOT, ticks } from './pictures';
import { randomNumbers } from './randomNumbers';

interface Example {
  readonly rule: string;
  /** What can be seen. */
  readonly title: string;
  readonly facts: Partial<Pick<Series, 'kind' | 'unit' | 'periodSeconds'>>;
  readonly days: number;
  /** Hours that are drawn; those before them are history. */
  readonly hours: number;
  /** The side whose limit is drawn. */
  readonly side: Direction;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** @param hour - since the first point, as a fraction; @param noise - within 0 and 1 */
  valueAt(hour: number, noise: number): number;
}

/** A Monday. */
const FIRST_DAY = Date.parse('2026-06-01T00:00:00Z');
const HOUR_MS = 3_600_000;

/** 1 at noon, −1 at midnight. */
function noon(hour: number): number {
  return -Math.cos((hour / 24) * 2 * Math.PI);
}

/** Hours since the beginning of the last day. */
function lately(hour: number, days: number): number {
  return hour - (days - 1) * 24;
}

const EXAMPLES: readonly Example[] = [
  {
    rule: 'error_burst',
    title: 'A release that fails a part of the requests for forty minutes',
    facts: { unit: 'count' },
    days: 10,
    hours: 10,
    side: 'above',
    valueAt: (hour, noise) => {
      const now = lately(hour, 10);
      const isBroken = now >= 20 && now < 20.66;
      return Math.floor(noise * noise * 7) + (isBroken ? 14 : 0);
    },
  },
  {
    rule: 'sudden_jump',
    title: 'Requests a second: an outage of half an hour',
    facts: { kind: 'traffic' },
    days: 15,
    hours: 10,
    side: 'below',
    valueAt: (hour, noise) => {
      const now = lately(hour, 15);
      const isOut = now >= 20 && now < 20.5;
      return (
        (isOut ? 0.35 : 1) * (300 + 120 * noon(hour)) * (0.97 + 0.06 * noise)
      );
    },
  },
  {
    rule: 'peak_exceeded',
    title: 'Per cent of a processor: higher than in the four weeks before',
    facts: { kind: 'utilisation' },
    days: 29,
    hours: 12,
    side: 'above',
    valueAt: (hour, noise) => {
      const now = lately(hour, 29);
      return now >= 19 && now < 21.5 ? 88 + 6 * noise : 22 + 30 * noise * noise;
    },
  },
  {
    rule: 'short_change',
    title: 'Connections of a pool: one point, and then another level',
    facts: { kind: 'utilisation' },
    days: 15,
    hours: 8,
    side: 'above',
    valueAt: (hour, noise) =>
      60 + 16 * noise + (lately(hour, 15) >= 20 ? 34 : 0),
  },
  {
    rule: 'level_shift',
    title: 'p95 of a latency: half as slow again since a release',
    facts: { unit: 'ms' },
    days: 20,
    hours: 12,
    side: 'above',
    valueAt: (hour, noise) =>
      (180 + 25 * noon(hour)) *
      (0.92 + 0.16 * noise) *
      (lately(hour, 20) >= 17 ? 1.5 : 1),
  },
  {
    rule: 'seasonal_deviation',
    title: 'Passengers of half an hour: a Tuesday without its evening',
    facts: { kind: 'utilisation', periodSeconds: 1800 },
    days: 37,
    hours: 48,
    side: 'below',
    valueAt: (hour, noise) => {
      const isQuiet = lately(hour, 37) >= 15;
      return (
        1000 * (1.15 + noon(hour)) * (0.95 + 0.1 * noise) * (isQuiet ? 0.45 : 1)
      );
    },
  },
  {
    rule: 'static_limit',
    title:
      'A person allowed 500 ms, and wants to hear of three points in a row',
    facts: { unit: 'ms' },
    days: 3,
    hours: 6,
    side: 'above',
    parameters: { limits: { example: 500 }, points: 3 },
    valueAt: (hour, noise) => {
      const now = lately(hour, 3);
      const isSlow = (now >= 19.5 && now < 19.6) || (now >= 21 && now < 21.7);
      return 330 + 90 * noise + (isSlow ? 220 : 0);
    },
  },
];

/** Rule name → SVG. */
export function drawMetricPictures(): Record<string, string> {
  return Object.fromEntries(
    EXAMPLES.map(example => [example.rule, draw(example)]),
  );
}

function seriesOf({ facts, days, valueAt }: Example): Series {
  const periodSeconds = facts.periodSeconds ?? 300;
  const random = randomNumbers(20_260);
  const perHour = 3600 / periodSeconds;
  // To ten in the evening of the last day.
  const length = (days * 24 - 2) * perHour;
  return {
    type: 'reliability',
    key: 'example',
    unit: '',
    ...facts,
    periodSeconds,
    points: Array.from({ length }, (_, index) => ({
      at: FIRST_DAY + index * periodSeconds * 1000,
      value: Number(valueAt(index / perHour, random()).toFixed(2)),
    })),
  };
}

function draw(example: Example): string {
  const { rule: name, hours, side, parameters = {}, title } = example;
  const rule: DetectionRule<any> = builtInRules.find(
    each => each.name === name,
  )!;
  const series = seriesOf(example);
  const periodMs = series.periodSeconds * 1000;
  const from = series.points.length - (hours * HOUR_MS) / periodMs;
  const shown = series.points.slice(from);
  const verdicts = rule.judge(series, from, rule.parameters.parse(parameters));
  const ofSide = verdicts.filter(({ direction }) => direction === side);
  const top =
    1.08 *
    Math.max(
      ...shown.map(({ value }) => value ?? 0),
      ...ofSide.flatMap(each => [each.observed, each.threshold]),
    );
  const { width, height, left, top: above, right, bottom } = PLOT;
  const span = shown.length * periodMs;
  const place = (number: number) => Number(number.toFixed(1));
  const x = (at: number) =>
    place(left + ((at - shown[0].at) / span) * (width - left - right));
  const y = (value: number) =>
    place(
      height - bottom - (Math.max(0, value) / top) * (height - above - bottom),
    );
  const path = (points: readonly (readonly [number, number])[]) =>
    points
      .map(([at, value], i) => `${i === 0 ? 'M' : 'L'}${x(at)} ${y(value)}`)
      .join('');
  const line = (
    points: readonly (readonly [number, number])[],
    colour: string,
    dashes = '',
  ) =>
    `<path d="${path(
      points,
    )}" fill="none" stroke="${colour}" stroke-width="1.4"${
      dashes ? ` stroke-dasharray="${dashes}"` : ''
    }/>`;
  const of = (value: (verdict: Verdict) => number, all = verdicts) =>
    all.map(each => [each.at, value(each)] as const);

  const valueByTime = new Map(shown.map(({ at, value }) => [at, value]));
  const isJudgedItself = verdicts.every(
    ({ at, observed }) => observed === valueByTime.get(at),
  );
  const isFixed = verdicts.every(each => each.baseline === each.threshold);
  const bands = verdicts.filter(({ usual }) => usual);
  const legend: [string, string][] = [
    [COLOURS.value, 'value'],
    ...(isJudgedItself
      ? []
      : [[COLOURS.judged, 'judged value'] as [string, string]]),
    [COLOURS.fired, 'fires'],
    ...(isFixed ? [] : [[COLOURS.baseline, 'baseline'] as [string, string]]),
    [COLOURS.limit, 'limit'],
    ...(bands.length > 0
      ? [[COLOURS.band, 'usual range'] as [string, string]]
      : []),
  ];
  const everyHours = Math.max(1, Math.round(hours / 8));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${name}: ${title}" font-family="system-ui, sans-serif" font-size="11" fill="${COLOURS.text}">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${left}" y="18" font-size="13"><tspan font-weight="600">${name}</tspan> – ${title}</text>`,
    ...ticks(top).map(
      tick =>
        `<line x1="${left}" x2="${width - right}" y1="${y(tick)}" y2="${y(
          tick,
        )}" stroke="${COLOURS.grid}"/><text x="${left - 6}" y="${
          y(tick) + 4
        }" text-anchor="end">${tick}</text>`,
    ),
    ...(bands.length > 0
      ? [
          `<path d="${path(of(each => each.usual!.upper, bands))}${path(
            of(each => each.usual!.lower, bands).reverse(),
          ).replace('M', 'L')}Z" fill="${COLOURS.band}"/>`,
        ]
      : []),
    line(
      shown.map(({ at, value }) => [at, value ?? 0]),
      COLOURS.value,
    ),
    ...(isJudgedItself
      ? []
      : [
          line(
            of(each => each.observed),
            COLOURS.judged,
          ),
        ]),
    ...(isFixed
      ? []
      : [
          line(
            of(each => each.baseline),
            COLOURS.baseline,
          ),
        ]),
    line(
      of(each => each.threshold, ofSide),
      COLOURS.limit,
      '5 3',
    ),
    ...verdicts
      .filter(({ fired }) => fired)
      .map(
        ({ at, observed }) =>
          `<circle cx="${x(at)}" cy="${y(observed)}" r="2.4" fill="${
            COLOURS.fired
          }"/>`,
      ),
    ...shown
      .filter(({ at }) => at % (everyHours * HOUR_MS) === 0)
      .map(
        ({ at }) =>
          `<text x="${x(at)}" y="${height - bottom + 14}">${new Date(at)
            .toISOString()
            .slice(11, 16)}</text>`,
      ),
    ...legend.map(
      ([colour, words], i) =>
        `<rect x="${left + i * 112}" y="${
          height - 15
        }" width="10" height="10" fill="${colour}"/><text x="${
          left + 14 + i * 112
        }" y="${height - 6}">${words}</text>`,
    ),
    '</svg>',
    '',
  ].join('\n');
}

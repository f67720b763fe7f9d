/**
 * What would teach a rule that a finding is none, for good: parameters, each tried by taking the decision again.
 *
 * Nothing is learnt silently. A proposal is text to paste where parameters are set, and says for what it would hold.
 */
import type { Evidence } from '@cloudops/plugin-guardrails-common';
import {
  ALL_SERVICES,
  type DetectionRule,
  type Series,
  type Verdict,
} from '@cloudops/plugin-guardrails-node';

type Proposals = NonNullable<Evidence['proposals']>;
type Parameters = Readonly<Record<string, any>>;

/** A decision that can be taken again, with what its rule found beside it. */
export interface Retaken {
  readonly rule: DetectionRule<any>;
  readonly parameters: Parameters;
  /** With all that the rule remembers of each point of the window. */
  readonly series: Series;
  /** Of the first and the last point on which the rule is to be quiet: one finding seldom comes alone. */
  readonly window: readonly [first: number, last: number];
  readonly verdict: Verdict;
  /** Name of the project. */
  readonly project: string;
}

/** A parameter that quiets a rule, with the values to try, from the least on. */
interface Attempt {
  readonly parameter: string;
  readonly values: readonly unknown[];
  /** The series that it is about alone; absent where it holds for all that the rule judges. */
  readonly only?: string;
}

/**
 * Multiples of the usual distance that the relative rules fire at, up to the largest one that they take; as close to each
 * other as two significant digits allow, so that little more than the finding is kept quiet.
 */
const MULTIPLES = [
  ...Array.from({ length: 99 }, (_, i) => (i + 1) / 10),
  ...Array.from({ length: 91 }, (_, i) => i + 10),
];

type Attempts = (decision: Retaken) => Attempt[];

/** A value and larger ones, a tenth each, for what the rule found beside the worst point. */
function upFrom(value: number): number[] {
  return Array.from({ length: 20 }, (_, i) => roundedUp(value * 1.1 ** i));
}

const leastIncrease: Attempts = ({ verdict }) => [
  {
    parameter: 'minIncrease',
    values: upFrom(verdict.observed - verdict.baseline),
  },
];

/** Of the span that was judged: what was observed is of one period. */
const leastCount: Attempts = ({ series, verdict }) => {
  const { overSeconds = series.periodSeconds, observed } = verdict;
  const count = Math.round((observed * overSeconds) / series.periodSeconds);
  return [{ parameter: 'minCount', values: [count + 1, ...upFrom(count + 1)] }];
};

const multiple: Attempts = ({ verdict }) => [
  { parameter: verdict.direction, values: MULTIPLES },
];

const higherLimit: Attempts = ({ parameters, series, verdict }) => {
  const limits = upFrom(verdict.observed);
  return series.key === ALL_SERVICES
    ? [{ parameter: 'total', values: limits, only: 'all services together' }]
    : [
        {
          parameter: 'limits',
          values: limits.map(limit => ({
            ...parameters.limits,
            [series.key]: limit,
          })),
          only: series.key,
        },
      ];
};

/** With a limit that the sum of its first days passes a day later, the rule would fire a day later. */
const wholeFirstDays: Attempts = ({ parameters, verdict }) => [
  {
    parameter: 'limit',
    values: upFrom(verdict.observed * parameters.days),
  },
];

/** By name of the rule. A rule that is not among them has no proposals. */
const ATTEMPTS: Readonly<Record<string, Attempts>> = {
  cost_spike: leastIncrease,
  cost_monthly_charge: leastIncrease,
  cost_level_shift: leastIncrease,
  cost_drift: leastIncrease,
  cost_sparse_spike: leastIncrease,
  cost_new_service: wholeFirstDays,
  cost_limit: higherLimit,
  static_limit: higherLimit,
  error_burst: leastCount,
  level_shift: leastIncrease,
  peak_exceeded: multiple,
  seasonal_deviation: multiple,
  short_change: multiple,
  sudden_jump: multiple,
};

export function proposalsFor(asked: Retaken): Proposals {
  const { series, window } = asked;
  // What comes after the window decides nothing in it, and would only be judged.
  const points = series.points.slice(0, window[1] + 1);
  const decision = { ...asked, series: { ...series, points } };
  const attempts = ATTEMPTS[decision.rule.name]?.(decision) ?? [];
  return attempts.flatMap(attempt => {
    const value = leastQuiet(attempt, decision);
    return value === undefined ? [] : [proposal(attempt, value, decision)];
  });
}

/** The first of the values with which the rule does not fire; all after it do not either. */
function leastQuiet(
  { parameter, values }: Attempt,
  decision: Retaken,
): unknown | undefined {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isQuiet(parameter, values[middle], decision)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return values[low];
}

function isQuiet(
  parameter: string,
  value: unknown,
  { rule, parameters, series, window, verdict }: Retaken,
): boolean {
  const changed = rule.parameters.safeParse({
    ...parameters,
    [parameter]: value,
  });
  if (!changed.success) {
    return false;
  }
  return !rule
    .judge(series, window[0], changed.data)
    .some(({ fired, direction }) => fired && direction === verdict.direction);
}

function proposal(
  { parameter, only }: Attempt,
  value: unknown,
  { rule, parameters, series, project }: Retaken,
): Proposals[number] {
  const json = JSON.stringify(value);
  const isMap = typeof value === 'object';
  const now = isMap ? undefined : parameters[parameter];
  const whatFor =
    only ??
    `every ${series.type === 'cost' ? 'service' : 'metric'} of ${project}`;
  return {
    rule: rule.name,
    parameter,
    sentence: [
      `With ${rule.name}.${parameter} at ${
        isMap ? (value as Record<string, number>)[series.key] : json
      }${
        now === undefined ? '' : ` (was ${JSON.stringify(now)})`
      } the rule would not have fired on this.`,
      `It would hold for ${whatFor}.`,
      ...(isMap ? ['The map replaces the one that is set.'] : []),
    ].join(' '),
    annotation: [
      'metadata:',
      '  annotations:',
      `    guardrails/rule.${rule.name}.${parameter}: '${json.replaceAll(
        "'",
        "''",
      )}'`,
    ].join('\n'),
    // A project that is an entity's own is not among the configured ones.
    ...(project.includes(':')
      ? {}
      : {
          configuration: [
            'guardrails:',
            '  projects:',
            `    - name: ${JSON.stringify(project)}`,
            '      detection:',
            '        rules:',
            `          ${rule.name}: { ${parameter}: ${json} }`,
          ].join('\n'),
        }),
  };
}

/** To two significant digits, upwards: 95.3 gives 96, 1,234 gives 1,300. */
function roundedUp(value: number): number {
  const unit = 10 ** Math.max(Math.floor(Math.log10(Math.abs(value))) - 1, -4);
  return Number((Math.ceil(value / unit) * unit).toPrecision(2));
}

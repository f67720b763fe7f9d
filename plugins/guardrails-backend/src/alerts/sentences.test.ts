import type { Series, Verdict } from '@cloudops/plugin-guardrails-node';
import { builtInRules } from '../detection';
import { gradeOf, type GradedFinding } from './grading';
import { descriptionOf, titleOf } from './sentences';

const EC2_OTHER = {
  type: 'cost',
  key: 'EC2 - Other',
  unit: 'USD',
  periodSeconds: 86_400,
} as const;
const ERRORS = {
  type: 'reliability',
  key: '5xx_count',
  unit: 'count',
  periodSeconds: 300,
} as const;
const LATENCY = { ...ERRORS, key: 'p95_latency_ms', unit: 'ms' } as const;
const TUESDAY = Date.parse('2026-11-17T00:00:00Z');
const AFTERNOON = Date.parse('2026-11-20T14:05:00Z');

type Facts = Omit<Series, 'points'>;

function finding(
  ruleName: string,
  series: Facts,
  values: Pick<Verdict, 'observed' | 'baseline' | 'threshold' | 'overSeconds'>,
  at = TUESDAY,
): GradedFinding {
  const rule = builtInRules.find(({ name }) => name === ruleName) ?? {
    ...builtInRules[0],
    name: ruleName,
    words: undefined,
  };
  const verdict: Verdict = { at, fired: true, direction: 'above', ...values };
  return {
    configured: { rule, parameters: rule.parameters.parse({}) },
    verdict,
    inputs: {
      from: at,
      to: at,
      points: 1,
      periodSeconds: series.periodSeconds,
    },
    grade: gradeOf(series.type, verdict),
  };
}

describe('the title of an alert', () => {
  const spike = (observed: number) =>
    titleOf(
      finding('cost_spike', EC2_OTHER, {
        observed,
        baseline: 100,
        threshold: 130,
      }),
      EC2_OTHER,
      'payments-api',
    );

  it.each([
    [140, 'EC2 - Other cost rose 40 % on payments-api'],
    [233, 'EC2 - Other cost doubled on payments-api'],
    [306, 'EC2 - Other cost tripled on payments-api'],
    [540, 'EC2 - Other cost rose × 5 on payments-api'],
  ])('for $%d instead of $100 is "%s"', (observed, title) => {
    expect(spike(observed)).toBe(title);
  });

  it('says where there was nothing before', () => {
    expect(
      titleOf(
        finding('own_rule', EC2_OTHER, {
          observed: 48,
          baseline: 0,
          threshold: 10,
        }),
        EC2_OTHER,
        'ledger',
      ),
    ).toBe('EC2 - Other cost rose to $48.00 on ledger');
  });

  it('names a limit that a person set', () => {
    expect(
      titleOf(
        finding('cost_limit', EC2_OTHER, {
          observed: 140,
          baseline: 100,
          threshold: 100,
        }),
        EC2_OTHER,
        'ledger',
      ),
    ).toBe('EC2 - Other cost over its limit of $100 a day on ledger');
    expect(
      titleOf(
        finding('static_limit', LATENCY, {
          observed: 640,
          baseline: 500,
          threshold: 500,
        }),
        LATENCY,
        'ledger',
      ),
    ).toBe('p95 latency over its limit of 500 ms on ledger');
  });

  it('says how many errors and how much slower', () => {
    expect(
      titleOf(
        finding('error_burst', ERRORS, {
          observed: 90,
          baseline: 2.4,
          threshold: 12,
        }),
        ERRORS,
        'checkout-api',
      ),
    ).toBe('5xx errors rose to 90 in 5 minutes on checkout-api');
    expect(
      titleOf(
        finding('level_shift', LATENCY, {
          observed: 420,
          baseline: 180,
          threshold: 234,
        }),
        LATENCY,
        'storefront',
      ),
    ).toBe('p95 latency doubled on storefront');
  });
});

describe('the description of an alert', () => {
  it('of a cost names the day, similar days, the limit and the month', () => {
    expect(
      descriptionOf(
        finding('cost_spike', EC2_OTHER, {
          observed: 141.2,
          baseline: 46.1,
          threshold: 59.93,
        }),
        EC2_OTHER,
      ),
    ).toBe(
      'Tuesday 17 Nov cost $141. Similar Tuesdays: $46.10. Limit: $59.93 (30 % over). If it stays: about $2,900 a month.',
    );
  });

  it('of a fixed limit names nothing that the rule does not know', () => {
    expect(
      descriptionOf(
        finding('cost_limit', EC2_OTHER, {
          observed: 140,
          baseline: 100,
          threshold: 100,
        }),
        EC2_OTHER,
      ),
    ).toBe(
      'Tuesday 17 Nov cost $140. Limit: $100 (fixed). If it stays: about $1,200 a month.',
    );
  });

  it('of errors names the minutes', () => {
    expect(
      descriptionOf(
        finding(
          'error_burst',
          ERRORS,
          { observed: 90, baseline: 2.4, threshold: 12 },
          AFTERNOON,
        ),
        ERRORS,
      ),
    ).toBe(
      '5xx errors in the 5 minutes from 14:05 UTC on Fri 20 Nov: 90. Same time on the 7 days before: 2.4. Limit: 12.',
    );
  });

  it('of a latency names the hour', () => {
    expect(
      descriptionOf(
        finding(
          'level_shift',
          LATENCY,
          {
            observed: 420,
            baseline: 180,
            threshold: 234,
            overSeconds: 3600,
          },
          AFTERNOON,
        ),
        LATENCY,
      ),
    ).toBe(
      'p95 latency, median of an hour to 14:10 UTC on Fri 20 Nov: 420 ms. Same time on the 14 days before: 180 ms. Limit: 234 ms (30 % over).',
    );
  });

  it('of a rule without words of its own is plain', () => {
    expect(
      descriptionOf(
        finding('own_rule', EC2_OTHER, {
          observed: 140,
          baseline: 100,
          threshold: 130,
        }),
        EC2_OTHER,
      ),
    ).toBe(
      'Tuesday 17 Nov cost $140. Expected: $100. Limit: $130 (30 % over). If it stays: about $1,200 a month.',
    );
  });
});

import fs from 'node:fs';
import path from 'node:path';
import { screen, waitFor, within } from '@testing-library/react';
import { renderScreen, stopTheCalendar, TEST_NOW } from '../../__testUtils__';
import {
  aBacktest,
  aBacktestAlert,
  aParameter,
  aProject,
  aRule,
  FakeGuardrailsApi,
  refusal,
  type FakeData,
} from '../../testing';
import { SettingsSection } from './SettingsSection';

const spike = aRule({
  parameters: [
    aParameter(),
    aParameter({
      name: 'enabled',
      type: 'boolean',
      value: true,
      default: true,
      minimum: undefined,
      maximum: undefined,
      unit: undefined,
    }),
    aParameter({
      name: 'minIncreaseShare',
      value: 0.5,
      default: 0.3,
      minimum: 0.01,
      maximum: 10,
      unit: 'share',
      origin: 'annotation',
      entityRef: 'component:default/payments',
    }),
  ],
});
const limit = aRule({
  rule: 'cost_limit',
  enabled: false,
  summary: 'A day over its limit',
  parameters: [
    aParameter({
      name: 'limits',
      type: 'limits',
      value: { 'AWS Lambda': 20 },
      default: {},
      minimum: undefined,
      exclusiveMinimum: 0,
      maximum: 1000,
      origin: 'project',
    }),
  ],
});

function apiWith(data: FakeData = {}) {
  return new FakeGuardrailsApi({
    projects: [
      aProject({ name: 'payments-api' }),
      aProject({ name: 'ledger' }),
    ],
    rules: [spike, limit],
    now: () => TEST_NOW,
    ...data,
  });
}

const open = (api: FakeGuardrailsApi, at = '/?project=payments-api') =>
  renderScreen(<SettingsSection />, { api, at });

const openRule = (api: FakeGuardrailsApi, rule = 'cost_spike') =>
  open(api, `/?project=payments-api&rule=${rule}`);

const table = () =>
  screen.findByRole('table', { name: 'Parameters of cost_spike' });

const RELATIVE_RULES = [
  'sudden_jump',
  'peak_exceeded',
  'short_change',
  'level_shift',
  'seasonal_deviation',
];

/** Parameter and rule of each row of the table in the documentation: what is documented has a sentence. */
function documentedParameters(): [parameter: string, rule: string][] {
  const documentation = fs.readFileSync(
    path.resolve(__dirname, '../../../../../docs/detection.md'),
    'utf8',
  );
  const [, rows] = documentation.split(/\| rule +\| parameter +\|/);
  const named = (cell: string) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  let rules: string[] = [];
  return rows
    .split('\n\n')[0]
    .split('\n')
    .slice(2)
    .flatMap(line => {
      const [, of, parameters] = line.split('|');
      if (of.includes('relative')) rules = RELATIVE_RULES;
      else if (of.trim() !== '') rules = named(of);
      return named(parameters).flatMap(parameter =>
        rules.map((rule): [string, string] => [parameter, rule]),
      );
    });
}

beforeEach(stopTheCalendar);
afterEach(() => jest.useRealTimers());

describe('what is in force', () => {
  it('says of each rule what it looks for, whether it is on, and how much is set differently', async () => {
    await open(apiWith());
    const rules = within(
      await screen.findByRole('list', { name: 'Rules' }),
    ).getAllByRole('listitem');
    expect(rules[0]).toHaveTextContent(
      'cost_spike · on · 1 parameter set differentlyA day that cost far more',
    );
    expect(rules[1]).toHaveTextContent('cost_limit · off');
  });

  it('says in the reader’s language what the rules of the product look for, and of others what they say themselves', async () => {
    const own = { ...spike, rule: 'of_our_own', summary: 'Odd numbers' };
    await renderScreen(<SettingsSection />, {
      api: apiWith({ rules: [spike, own] }),
      language: 'de',
    });
    const rules = within(
      await screen.findByRole('list', { name: 'Regeln' }),
    ).getAllByRole('listitem');
    expect(rules[0]).toHaveTextContent(
      'Ein Tag, der viel mehr kostete als ähnliche Tage',
    );
    expect(within(rules[1]).getByText('Odd numbers')).toHaveAttribute(
      'lang',
      'en',
    );
  });

  it('says of each parameter its value, default and range, and who set it', async () => {
    await openRule(apiWith());
    const [, increase, enabled, share] = within(await table()).getAllByRole(
      'row',
    );
    expect(increase).toHaveTextContent('minIncrease');
    expect(increase).toHaveTextContent('5 (currency of the project)');
    expect(increase).toHaveTextContent('0 to 1,000,000');
    expect(increase).toHaveTextContent('the rule');
    expect(enabled).toHaveTextContent('on');
    expect(share).toHaveTextContent('50%30%1% to 1,000%');
    expect(
      within(share).getByRole('link', { name: /payments/ }),
    ).toHaveAttribute('href', '/catalog/default/component/payments');
  });

  it('says what each parameter of the product means in the reader’s language, and only names those of others', async () => {
    const { user } = await renderScreen(<SettingsSection />, {
      api: apiWith({ rules: [spike, { ...spike, rule: 'of_our_own' }] }),
      at: '/?project=payments-api&rule=cost_spike',
      language: 'de',
    });
    const sentence = 'Ein Alarm braucht mindestens so viel mehr am Tag';
    expect(
      within(
        await screen.findByRole('table', { name: 'Parameter von cost_spike' }),
      ).getByText(sentence),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('textbox', { name: 'minIncrease' }),
    ).toHaveAccessibleDescription(`${sentence} 0 bis 1.000.000`);
    expect(
      screen.getByRole('combobox', { name: 'enabled' }),
    ).toHaveAccessibleDescription('Ob die Regel überhaupt urteilt');
    await user.click(screen.getByRole('heading', { name: 'of_our_own' }));
    await screen.findByRole('table', { name: 'Parameter von of_our_own' });
    expect(screen.queryByText(sentence)).not.toBeInTheDocument();
    expect(
      screen.getByRole('textbox', { name: 'minIncrease' }),
    ).toHaveAccessibleDescription('0 bis 1.000.000');
  });

  it.each([
    ['days', 'Tage'],
    ['currency', '(Währung des Projekts)'],
    ['spreads', 'Streuungen'],
    ['times', 'mal'],
    ['errors', 'Fehler'],
    ['points', 'Punkte'],
    ['probability', '(Wahrscheinlichkeit)'],
    ['usual distances', 'übliche Abstände'],
    ['unit of the metric', '(Einheit der Metrik)'],
    ['ms', 'ms'],
    ['parsecs', 'parsecs'],
  ])('has a German word for %s', async (unit, word) => {
    await renderScreen(<SettingsSection />, {
      api: apiWith({
        rules: [
          {
            ...spike,
            parameters: [aParameter({ name: 'one', value: 7, unit })],
          },
        ],
      }),
      at: '/?project=payments-api&rule=cost_spike',
      language: 'de',
    });
    expect(
      await screen.findByRole('table', { name: 'Parameter von cost_spike' }),
    ).toHaveTextContent(`7 ${word}`);
  });

  it.each(documentedParameters())(
    'has a sentence for %s of %s',
    async (name, rule) => {
      const only = aParameter({ name, unit: undefined });
      await openRule(
        apiWith({ rules: [aRule({ rule, parameters: [only] })] }),
        rule,
      );
      expect(screen.getByRole('textbox', { name })).toHaveAccessibleDescription(
        /^\w.{10,}? 0 to 1,000,000$/,
      );
    },
  );

  it('writes a map of limits out', async () => {
    await openRule(apiWith(), 'cost_limit');
    expect(
      await screen.findByRole('table', { name: 'Parameters of cost_limit' }),
    ).toHaveTextContent('AWS Lambda: 20');
  });

  it('shows the defaults of all projects, and keeps the chosen project in the address', async () => {
    const api = apiWith();
    const { user, address } = await open(api, '/');
    await screen.findByRole('list', { name: 'Rules' });
    expect(api.callsOf('getDetectionRules')).toEqual([
      [{ project: undefined }],
    ]);
    await user.type(
      screen.getByRole('combobox', { name: 'Project' }),
      'ledger{Enter}',
    );
    expect(address()).toBe('/?project=ledger');
    await waitFor(() =>
      expect(api.callsOf('getDetectionRules').at(-1)).toEqual([
        { project: 'ledger' },
      ]),
    );
  });

  it('tells which annotations cannot be used', async () => {
    const api = apiWith({
      ruleProblems: ['component:default/a says minIncrease: many'],
    });
    await open(api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'component:default/a says minIncrease: many',
    );
  });

  it('says which permission is missing', async () => {
    const api = apiWith();
    api.fail('getDetectionRules', await refusal(403, 'no'));
    await open(api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'guardrails.alert.read',
    );
  });
});

describe('other values', () => {
  const field = (name: string) => screen.getByRole('textbox', { name });

  it('are written down where they would be set', async () => {
    const { user } = await openRule(apiWith());
    await table();
    await user.clear(field('minIncrease'));
    await user.type(field('minIncrease'), '50');
    const section = screen.getByRole('region', { name: 'Try other values' });
    expect(section).toHaveTextContent('To keep these values');
    expect(section).toHaveTextContent(
      "guardrails/rule.cost_spike.minIncrease: '50'",
    );
    expect(section).toHaveTextContent('cost_spike:');
    expect(section).toHaveTextContent('minIncrease: 50');
  });

  it('are typed in percent where they are read in percent, and written as a part of one', async () => {
    const api = apiWith();
    const { user } = await openRule(api);
    await table();
    const share = field('minIncreaseShare');
    expect(share).toHaveValue('50');
    expect(share).toHaveAccessibleDescription(/ 1% to 1,000%$/);
    await user.clear(share);
    await user.type(share, '0.3');
    expect(share).toBeInvalid();
    expect(share).toHaveAccessibleDescription(/ A number, 1% to 1,000%$/);
    await user.clear(share);
    await user.type(share, '7');
    expect(share).toBeValid();
    await user.click(
      screen.getByRole('button', { name: 'Show what would have fired' }),
    );
    expect(
      screen.getByRole('region', { name: 'Try other values' }),
    ).toHaveTextContent("guardrails/rule.cost_spike.minIncreaseShare: '0.07'");
    expect(api.callsOf('getBacktest')).toEqual([
      [expect.objectContaining({ parameters: { minIncreaseShare: '0.07' } })],
    ]);
  });

  it('are refused out of their range, with what is accepted', async () => {
    const api = apiWith();
    const { user } = await openRule(api);
    await table();
    await user.clear(field('minIncrease'));
    await user.type(field('minIncrease'), '-1');
    expect(field('minIncrease')).toBeInvalid();
    expect(field('minIncrease')).toHaveAccessibleDescription(
      'An alert takes at least this much more a day A number, 0 to 1,000,000',
    );
    await user.click(
      screen.getByRole('button', { name: 'Show what would have fired' }),
    );
    expect(api.callsOf('getBacktest')).toEqual([]);
  });

  it('are tried on the past: what stays, what comes, what goes', async () => {
    const api = apiWith({
      backtest: aBacktest({
        fired: [
          aBacktestAlert({ title: 'Stays', inBoth: true, alertId: 'a1' }),
          aBacktestAlert({ title: 'Comes' }),
        ],
        stored: [
          aBacktestAlert({ title: 'Stays', inBoth: true }),
          aBacktestAlert({ title: 'Goes' }),
        ],
        counts: { kept: 1, added: 1, gone: 1 },
      }),
    });
    const { user } = await openRule(api);
    await table();
    await user.clear(field('minIncrease'));
    await user.type(field('minIncrease'), '1');
    await user.selectOptions(
      screen.getByRole('combobox', { name: 'Range' }),
      '90 days',
    );
    await user.click(
      screen.getByRole('button', { name: 'Show what would have fired' }),
    );
    const said =
      'With these values 1 more would have fired and 1 fewer; 1 stay';
    expect(await screen.findByText(said)).toBeInTheDocument();
    expect(screen.getByRole('figure', { name: said })).toBeInTheDocument();
    expect(api.callsOf('getBacktest')).toEqual([
      [
        {
          project: 'payments-api',
          rule: 'cost_spike',
          days: 90,
          parameters: { minIncrease: '1' },
        },
      ],
    ]);
    const result = screen.getByRole('table', { name: 'What would have fired' });
    expect(
      within(result)
        .getAllByRole('row')
        .slice(1)
        .map(row => row.textContent),
    ).toEqual([
      expect.stringMatching(/^fires either way.*Stays/),
      expect.stringMatching(/^would fire as well.*Comes/),
      expect.stringMatching(/^would not fire.*Goes/),
    ]);
    expect(within(result).getByRole('link', { name: 'Stays' })).toHaveAttribute(
      'href',
      '/guardrails/alerts/a1',
    );
  });

  it('are put back to what is in force, and the focus stays', async () => {
    const { user } = await openRule(apiWith());
    await table();
    const reset = screen.getByRole('button', {
      name: 'Back to what is in force',
    });
    expect(reset).toHaveAttribute('aria-disabled', 'true');
    const before = (field('minIncrease') as HTMLInputElement).value;
    await user.clear(field('minIncrease'));
    await user.type(field('minIncrease'), '1');
    await user.click(reset);
    expect(field('minIncrease')).toHaveValue(before);
    expect(reset).toHaveFocus();
  });

  it('say when they make no difference', async () => {
    const { user } = await openRule(apiWith());
    await table();
    await user.click(
      screen.getByRole('button', { name: 'Show what would have fired' }),
    );
    expect(
      await screen.findByText('No difference: 0 fire either way'),
    ).toBeInTheDocument();
  });

  it('say when too many are tried at once', async () => {
    const api = apiWith();
    api.fail('getBacktest', await refusal(429, 'Four run already'));
    const { user } = await openRule(api);
    await table();
    await user.click(
      screen.getByRole('button', { name: 'Show what would have fired' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Too many requests at once',
    );
  });

  it('need a project', async () => {
    await open(apiWith(), '/?rule=cost_spike');
    await table();
    expect(
      screen.getByText('Choose a project above to try them on its past.'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Show what would have fired' }),
    ).not.toBeInTheDocument();
  });
});

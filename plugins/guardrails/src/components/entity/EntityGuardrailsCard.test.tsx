import type { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { GUARDRAILS_PROJECT_ANNOTATION } from '@cloudops/plugin-guardrails-common';
import { screen, within } from '@testing-library/react';
import { renderScreen, stopTheCalendar, TEST_NOW } from '../../__testUtils__';
import {
  aProject,
  aRecommendation,
  aSummary,
  anAlert,
  FakeData,
  FakeGuardrailsApi,
  refusal,
} from '../../testing';
import { EntityGuardrailsCard } from './EntityGuardrailsCard';

const project = aProject({ name: 'payments-api' });

function service(annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'payments', namespace: 'default', annotations },
    spec: { type: 'service' },
  };
}

const open = (
  api: FakeGuardrailsApi,
  entity = service({ [GUARDRAILS_PROJECT_ANNOTATION]: 'payments-api' }),
) =>
  renderScreen(
    <EntityProvider entity={entity}>
      <EntityGuardrailsCard />
    </EntityProvider>,
    { api },
  );

function apiWith(data: FakeData) {
  return new FakeGuardrailsApi({ now: () => TEST_NOW, ...data });
}

/** The facts on the card by their terms. */
async function facts(): Promise<Record<string, string | null>> {
  const terms = await screen.findAllByRole('term');
  return Object.fromEntries(
    terms.map(term => [
      term.textContent,
      within(term.parentElement!)
        .getAllByRole('definition')
        .map(fact => fact.textContent)
        .join(' | '),
    ]),
  );
}

beforeEach(stopTheCalendar);
afterEach(() => jest.useRealTimers());

const quiet = {
  openAlerts: { low: 0, medium: 0, high: 0 },
  acknowledgedAlerts: { low: 0, medium: 0, high: 0 },
};

it('states four facts, and leads on from them', async () => {
  const recommendation = aRecommendation({ alertId: 'a-1' });
  await open(
    apiWith({
      summaries: [
        aSummary({
          project,
          openAlerts: { low: 0, medium: 2, high: 1 },
          acknowledgedAlerts: { low: 1, medium: 0, high: 0 },
          topRecommendation: recommendation,
        }),
      ],
    }),
  );
  expect(await facts()).toEqual({
    'Spend this month': '$1,284 | +12% (+$138) in 30 days',
    Alerts: '1 High2 Medium, 1 acknowledged',
    'Do first':
      'Find the traffic behind the NAT gateway | About $2,000 a month if the traffic goes to S3.',
    Data: 'Costs read 3 hours ago | checked 4 minutes ago',
  });
  expect(screen.getByRole('link', { name: /1 High/ })).toHaveAttribute(
    'href',
    '/guardrails/alerts?project=payments-api',
  );
  expect(screen.getByRole('link', { name: /NAT gateway/ })).toHaveAttribute(
    'href',
    '/guardrails/alerts/a-1',
  );
});

it('says that nothing was unusual only when nothing was', async () => {
  await open(apiWith({ summaries: [aSummary({ project, ...quiet })] }));
  expect(await facts()).toMatchObject({
    Alerts: 'Nothing unusual in the last 30 days',
    Data: 'Costs read 3 hours ago | checked 4 minutes ago',
  });
});

it('does not call a project quiet that nobody has looked at', async () => {
  await open(
    apiWith({
      summaries: [aSummary({ project, ...quiet, lastCheckedAt: undefined })],
    }),
  );
  expect(await facts()).toMatchObject({ Alerts: 'Not checked yet' });
});

it('counts what was resolved lately when nothing is open', async () => {
  await open(
    apiWith({
      summaries: [aSummary({ project, ...quiet })],
      alerts: [
        anAlert({ status: 'resolved', detectedAt: '2026-11-01T00:00:00Z' }),
        anAlert({ status: 'resolved', detectedAt: '2026-09-01T00:00:00Z' }),
      ],
    }),
  );
  expect(await facts()).toMatchObject({
    Alerts: 'None open, 1 resolved in 30 days',
  });
});

it('does not ask for past alerts while some are open', async () => {
  const api = apiWith({ summaries: [aSummary({ project })] });
  await open(api);
  await facts();
  expect(api.calls.map(({ method }) => method)).toEqual(['getProjectSummary']);
});

it('says what cannot be read, in words', async () => {
  await open(
    apiWith({
      summaries: [
        aSummary({
          project,
          freshness: [
            {
              source: 'costs',
              asOf: '2026-11-18T05:40:00Z',
              newest: '2026-11-17',
              lastError: 'the role may not call ce:GetCostAndUsage',
            },
          ],
        }),
      ],
    }),
  );
  expect(await facts()).toMatchObject({
    Data: 'Costs read 2 days ago | Reading costs failed: the role may not call ce:GetCostAndUsage',
  });
});

it('does not call missing costs a spend of nothing', async () => {
  await open(
    apiWith({
      summaries: [
        aSummary({
          project,
          monthToDate: 0,
          change: undefined,
          freshness: [
            { source: 'costs' },
            {
              source: 'metrics',
              asOf: '2026-11-20T08:55:00Z',
              newest: '2026-11-20T08:50:00Z',
            },
          ],
        }),
      ],
    }),
  );
  expect(await facts()).toMatchObject({
    'Spend this month': '–',
    Data: 'No costs read yet | checked 4 minutes ago',
  });
});

describe('without data', () => {
  const nothing = [
    { source: 'costs' as const },
    { source: 'metrics' as const },
  ];

  it('shows the lines that make an unconfigured project known', async () => {
    await open(
      apiWith({
        summaries: [
          aSummary({
            project: { ...project, accountId: undefined },
            freshness: nothing,
          }),
        ],
      }),
    );
    expect(
      await screen.findByText(
        'Guardrails does not know the project payments-api',
      ),
    ).toBeInTheDocument();
    expect(document.body).toHaveTextContent('- name: payments-api');
  });

  it('points at the jobs when the first run has not ended', async () => {
    await open(
      apiWith({ summaries: [aSummary({ project, freshness: nothing })] }),
    );
    expect(
      await screen.findByRole('link', { name: 'See when costs are read next' }),
    ).toHaveAttribute('href', '/guardrails/jobs');
  });

  it('shows the lines for a project the API does not know', async () => {
    await open(apiWith({}));
    expect(
      await screen.findByText(
        'Guardrails does not know the project payments-api',
      ),
    ).toBeInTheDocument();
  });

  it('tells how an entity names its project', async () => {
    await open(apiWith({}), service({}));
    await screen.findByText('Missing Annotation');
    expect(document.body).toHaveTextContent('guardrails/project: value');
  });
});

it('holds its place while loading, and says what failed', async () => {
  const api = apiWith({});
  const release = api.hold('getProjectSummary');
  api.fail('getProjectSummary', await refusal(503, 'The database is away'));
  await open(api);
  expect(screen.getByRole('status')).toHaveAttribute('aria-busy', 'true');
  release();
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'The state of payments-api cannot be read right now',
  );
});

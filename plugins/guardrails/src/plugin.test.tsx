import { catalogApiRef, EntityProvider } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import {
  EntityGuardrailsAlertsContent,
  EntityGuardrailsCard,
  EntityGuardrailsCostsContent,
  EntityGuardrailsRecommendationsContent,
  GuardrailsPage,
  guardrailsApiRef,
  isGuardrailsAvailable,
} from '.';
import {
  aJob,
  anAlert,
  anEvidence,
  aProject,
  aSummary,
  FakeGuardrailsApi,
} from './testing';

const project = aProject({ name: 'payments-api' });
const alert = anAlert();
const api = new FakeGuardrailsApi({
  summaries: [aSummary({ project })],
  alerts: [alert],
  evidence: [anEvidence({ alertId: alert.id })],
  jobs: [aJob()],
  costs: {
    'payments-api': {
      currency: 'USD',
      lastDay: '2020-01-01',
      finalUntil: '2020-01-01',
      services: {},
    },
  },
});

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'payments',
    annotations: { 'guardrails/project': 'payments-api' },
  },
};

function render(at: string, element?: ReactElement) {
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [guardrailsApiRef, api],
        [permissionApiRef, mockApis.permission()],
        [catalogApiRef, catalogApiMock()],
      ]}
    >
      <Routes>
        <Route path="/guardrails/*" element={<GuardrailsPage />} />
        <Route
          path="/entity"
          element={
            <EntityProvider entity={entity}>{element ?? <></>}</EntityProvider>
          }
        />
      </Routes>
    </TestApiProvider>,
    { routeEntries: [at] },
  );
}

describe('the plugin in the legacy frontend system', () => {
  it('mounts the page with its tabs', async () => {
    await render('/guardrails');
    expect(
      await screen.findByRole('heading', { name: 'Guardrails' }),
    ).toBeInTheDocument();
    expect(
      screen.getAllByRole('tab').map(({ textContent }) => textContent),
    ).toEqual([
      'Overview',
      'Costs',
      'Alerts',
      'Recommendations',
      'Planned',
      'History',
      'Jobs',
      'Reconciliation',
      'Settings',
    ]);
    expect(
      await screen.findByRole('table', { name: 'Projects' }),
    ).toBeInTheDocument();
  });

  it('opens a tab by its address', async () => {
    await render('/guardrails/jobs');
    expect(
      await screen.findByRole('heading', { name: 'Read AWS costs' }),
    ).toBeInTheDocument();
  });

  it('opens an alert by its deep link', async () => {
    await render(`/guardrails/alerts/${alert.id}`);
    expect(
      await screen.findByRole('heading', { name: new RegExp(alert.title) }),
    ).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: 'Alerts' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });

  it('is available on entities that name a project', () => {
    expect(isGuardrailsAvailable(entity)).toBe(true);
    expect(
      isGuardrailsAvailable({ ...entity, metadata: { name: 'plain' } }),
    ).toBe(false);
  });

  it('gives an entity its card', async () => {
    await render('/entity', <EntityGuardrailsCard />);
    expect(await screen.findByText('Spend this month')).toBeInTheDocument();
  });

  it.each([
    ['costs', <EntityGuardrailsCostsContent />, 'No costs in these days'],
    ['alerts', <EntityGuardrailsAlertsContent />, alert.title],
    [
      'recommendations',
      <EntityGuardrailsRecommendationsContent />,
      /recommendation/i,
    ],
  ])('gives an entity its tab of %s', async (_, content, text) => {
    await render('/entity', content);
    expect((await screen.findAllByText(text))[0]).toBeInTheDocument();
  });
});

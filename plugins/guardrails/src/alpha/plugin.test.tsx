import type { Entity } from '@backstage/catalog-model';
import type { ExtensionDefinition } from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  catalogApiMock,
  createTestEntityPage,
} from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import guardrailsPlugin from '.';
import { guardrailsApiRef } from '../api';
import { rootRouteRef } from '../routes';
import {
  aJob,
  anAlert,
  anEvidence,
  aProject,
  aSummary,
  FakeGuardrailsApi,
} from '../testing';
import {
  entityAlerts,
  entityCard,
  entityCosts,
  entityRecommendations,
} from './entity';

const alert = anAlert();
const api = new FakeGuardrailsApi({
  summaries: [aSummary({ project: aProject({ name: 'payments-api' }) })],
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

const apis = [
  [guardrailsApiRef, api],
  [catalogApiRef, catalogApiMock()],
] as const;

function service(annotations: Record<string, string> = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'payments', annotations },
  };
}
const watched = service({ 'guardrails/project': 'payments-api' });

function open(at: string) {
  return renderTestApp({
    features: [guardrailsPlugin],
    apis,
    initialRouteEntries: [at],
  });
}

/** The page of an entity with one extension of the plugin on it. */
function openEntity(entity: Entity, extension: ExtensionDefinition) {
  return renderTestApp({
    extensions: [createTestEntityPage({ entity }), extension],
    apis,
    mountedRoutes: { '/guardrails': rootRouteRef },
  });
}

describe('the page in the new frontend system', () => {
  it('has its tabs in the header of the system, and no second one', async () => {
    open('/guardrails');
    expect(
      await screen.findByRole('table', { name: 'Projects' }),
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
    expect(screen.getAllByRole('tablist')).toHaveLength(1);
    expect(screen.queryByRole('banner')).not.toBeInTheDocument();
  });

  it('is in the navigation', async () => {
    open('/guardrails');
    expect(
      (await screen.findAllByRole('link', { name: /Guardrails/ })).map(link =>
        link.getAttribute('href'),
      ),
    ).toContain('/guardrails');
  });

  it('opens a tab by its address', async () => {
    open('/guardrails/jobs');
    expect(
      await screen.findByRole('heading', { name: 'Read AWS costs' }),
    ).toBeInTheDocument();
  });

  it('keeps a tab as it is when the address changes, and asks for nothing twice', async () => {
    api.calls.length = 0;
    open('/guardrails/history');
    const kinds = await screen.findByLabelText('About');
    await userEvent.selectOptions(kinds, 'Everything');
    await waitFor(() => expect(api.callsOf('listEvents')).toHaveLength(2));
    expect(kinds).toBeInTheDocument();
    expect(kinds).toHaveValue('all');
  });

  it('opens an alert by its deep link', async () => {
    open(`/guardrails/alerts/${alert.id}`);
    expect(
      await screen.findByRole('heading', { name: new RegExp(alert.title) }),
    ).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: 'Alerts' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });
});

describe('an entity in the new frontend system', () => {
  it.each([
    ['costs', entityCosts, 'No costs in these days'],
    ['alerts', entityAlerts, alert.title],
    ['recommendations', entityRecommendations, /recommendation/i],
    ['card', entityCard, 'Spend this month'],
  ])('has its %s', async (_, extension, text) => {
    openEntity(watched, extension);
    expect((await screen.findAllByText(text))[0]).toBeInTheDocument();
  });

  it.each([
    ['costs', entityCosts],
    ['alerts', entityAlerts],
    ['recommendations', entityRecommendations],
    ['card', entityCard],
  ])('has no %s without a project', async (_, extension) => {
    openEntity(service(), extension);
    expect(await screen.findByTestId('empty-entity-page')).toBeInTheDocument();
  });
});

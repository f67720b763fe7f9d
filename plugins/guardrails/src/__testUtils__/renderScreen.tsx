/** Renders a screen as a portal does: with the API, the plugin's routes, a signed-in person, and an address to read. */
import {
  identityApiRef,
  storageApiRef,
  type StorageApi,
} from '@backstage/core-plugin-api';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import {
  catalogApiRef,
  entityPresentationApiRef,
  entityRouteRef,
  type CatalogApi,
  type EntityPresentationApi,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { GuardrailsApi } from '@cloudops/plugin-guardrails-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { signalApiRef, type SignalApi } from '@backstage/plugin-signals-react';
import { translationApiRef } from '@backstage/core-plugin-api/alpha';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { useLocation } from 'react-router-dom';
import { guardrailsApiRef } from '../api';
import { FakeSignals } from './FakeSignals';
import { germanTranslation } from './germanTranslation';
import { rootRouteRef } from '../routes';

/** The moment around which the built resources happen: two days after the alert of `anAlert`. */
export const TEST_NOW = new Date('2026-11-20T09:00:00Z');

/** Stops the calendar at {@link TEST_NOW}; timers go on. Undone by `jest.useRealTimers()`. */
export function stopTheCalendar(): void {
  jest.useFakeTimers({
    now: TEST_NOW,
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'requestAnimationFrame',
      'cancelAnimationFrame',
      'requestIdleCallback',
      'cancelIdleCallback',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
}

const PEOPLE = ['Ana Ruiz', 'Bo Chen'].map(displayName => {
  const name = displayName.split(' ')[0].toLowerCase();
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { profile: { displayName, email: `${name}@example.com` } },
  };
});

export async function renderScreen(
  screen: ReactElement,
  options: {
    readonly api: GuardrailsApi;
    /** Path and query the reader comes to. */
    readonly at?: string;
    /** Who is signed in; without an email where undefined. */
    readonly email?: string;
    readonly storage?: StorageApi;
    readonly signals?: SignalApi;
    /** With Ana and Bo in it where undefined. */
    readonly catalog?: CatalogApi;
    /** How the app shows entities; in no way of its own where undefined. */
    readonly presentation?: EntityPresentationApi;
    /** What the reader may do; everything where undefined. */
    readonly permissions?: Parameters<typeof mockApis.permission>[0];
    /** English where undefined. */
    readonly language?: 'de';
  },
) {
  let address = '';
  function Address() {
    const { pathname, search } = useLocation();
    address = pathname + search;
    return null;
  }
  const { unmount } = await renderInTestApp(
    <TestApiProvider
      apis={[
        [guardrailsApiRef, options.api],
        [
          translationApiRef,
          options.language === 'de'
            ? germanTranslation
            : mockApis.translation(),
        ],
        [
          identityApiRef,
          mockApis.identity({
            userEntityRef: 'user:default/ana',
            email: options.email,
          }),
        ],
        [storageApiRef, options.storage ?? mockApis.storage()],
        [permissionApiRef, mockApis.permission(options.permissions)],
        [signalApiRef, options.signals ?? new FakeSignals()],
        [
          catalogApiRef,
          options.catalog ?? catalogApiMock({ entities: PEOPLE }),
        ],
        ...(options.presentation
          ? [[entityPresentationApiRef, options.presentation] as const]
          : []),
      ]}
    >
      <Address />
      {screen}
    </TestApiProvider>,
    {
      routeEntries: [options.at ?? '/'],
      mountedRoutes: {
        '/guardrails': rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
    },
  );
  return { user: userEvent.setup(), address: () => address, unmount };
}

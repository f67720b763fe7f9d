/** What people are called, as a reader of the history sees it. */
import type { Entity } from '@backstage/catalog-model';
import type {
  CatalogApi,
  EntityPresentationApi,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { AuditEvent } from '@cloudops/plugin-guardrails-common';
import { screen, waitFor, within } from '@testing-library/react';
import { HistorySection } from '../components/page/HistorySection';
import { anEvent, FakeGuardrailsApi } from '../testing';
import { renderScreen, stopTheCalendar } from '../__testUtils__';

function entity(
  kind: 'User' | 'Group',
  name: string,
  profile: { readonly displayName?: string; readonly email?: string } = {},
  title?: string,
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default', ...(title && { title }) },
    spec: { profile },
  };
}

const ana = entity('User', 'ana', {
  displayName: 'Ana Ruiz',
  email: 'ana@example.com',
});

function catalogOf(...entities: Entity[]) {
  const catalog = catalogApiMock({ entities });
  return {
    catalog,
    byEmail: jest.spyOn(catalog, 'getEntities'),
    byRef: jest.spyOn(catalog, 'getEntitiesByRefs'),
  };
}

const doneBy = (actor: string) =>
  anEvent({ actor, eventType: 'status_changed', metadata: { to: 'resolved' } });

const assignedTo = (owner: string) =>
  anEvent({
    actor: 'ana@example.com',
    eventType: 'owner_changed',
    metadata: { to: owner },
  });

function showHistory(
  events: readonly AuditEvent[],
  catalog: CatalogApi,
  others: { readonly presentation?: EntityPresentationApi; at?: string } = {},
) {
  return renderScreen(<HistorySection />, {
    api: new FakeGuardrailsApi({ events }),
    catalog,
    ...others,
  });
}

const history = () => screen.findByRole('list', { name: 'History' });

beforeEach(stopTheCalendar);
afterEach(() => jest.useRealTimers());

describe('the name of who did something', () => {
  it.each([
    ['an email', 'ana@example.com', ana, 'Ana Ruiz'],
    ['an email in another case', 'Ana@Example.COM', ana, 'Ana Ruiz'],
    ['an entity ref', 'user:default/ana', ana, 'Ana Ruiz'],
    [
      'an email of a team',
      'payments@example.com',
      entity('Group', 'team-payments', {
        displayName: 'Payments',
        email: 'payments@example.com',
      }),
      'Payments',
    ],
    [
      'somebody who has a title alone',
      'user:default/ana',
      entity('User', 'ana', {}, 'Ana R.'),
      'Ana R.',
    ],
    [
      'somebody without either',
      'ana@example.com',
      entity('User', 'ana', { email: 'ana@example.com' }),
      'ana@example.com',
    ],
    ['a user who is not in the catalog', 'user:default/bo', ana, 'bo'],
    ['an email that nobody has', 'bo@example.com', ana, 'bo@example.com'],
    ['a service', 'plugin:scaffolder', ana, 'plugin:scaffolder'],
    ['the product', 'system', ana, 'Guardrails'],
  ])('is told of %s', async (_, actor, known, name) => {
    await showHistory([doneBy(actor)], catalogOf(known).catalog);
    const told = within(await history()).getByText(name);
    expect(told).toHaveAttribute('title', actor);
  });

  it('is not guessed where several have the same email', async () => {
    const { catalog } = catalogOf(
      ana,
      entity('User', 'bo', {
        displayName: 'Bo Chen',
        email: 'ana@example.com',
      }),
    );
    await showHistory([doneBy('ana@example.com')], catalog);
    expect(
      within(await history()).getByText('ana@example.com'),
    ).toBeInTheDocument();
  });

  it('is told within a sentence, with what is stored beside it', async () => {
    await showHistory([assignedTo('user:default/ana')], catalogOf(ana).catalog);
    expect(
      within(await history()).getByText('assigned this to Ana Ruiz'),
    ).toHaveAttribute('title', 'user:default/ana');
  });

  it('is the one that the app gives its entities', async () => {
    const presentation: EntityPresentationApi = {
      forEntity: () => {
        const snapshot = {
          entityRef: 'user:default/ana',
          primaryTitle: 'Ruiz, Ana',
        };
        return { snapshot, promise: Promise.resolve(snapshot) };
      },
    };
    await showHistory([doneBy('ana@example.com')], catalogOf(ana).catalog, {
      presentation,
    });
    expect(within(await history()).getByText('Ruiz, Ana')).toBeInTheDocument();
  });

  it('is asked for once for all who are named, and not again for the next view', async () => {
    const { catalog, byEmail, byRef } = catalogOf(ana);
    const events = [
      doneBy('ana@example.com'),
      doneBy('ana@example.com'),
      doneBy('bo@example.com'),
      doneBy('user:default/bo'),
      assignedTo('user:default/ana'),
      doneBy('system'),
    ];
    const { unmount } = await showHistory(events, catalog);
    await history();
    unmount();
    await showHistory(events, catalog);
    await history();
    expect(byEmail.mock.calls).toEqual([
      [
        expect.objectContaining({
          filter: {
            kind: ['User', 'Group'],
            'spec.profile.email': ['ana@example.com', 'bo@example.com'],
          },
        }),
      ],
    ]);
    expect(byRef.mock.calls).toEqual([
      [
        expect.objectContaining({
          entityRefs: ['user:default/bo', 'user:default/ana'],
        }),
      ],
    ]);
  });

  it('stays what is stored while the catalog fails, and is asked for again by the next view', async () => {
    const { catalog, byEmail } = catalogOf(ana);
    byEmail.mockRejectedValueOnce(new Error('down'));
    const events = [doneBy('ana@example.com')];
    const { unmount } = await showHistory(events, catalog);
    expect(
      within(await history()).getByText('ana@example.com'),
    ).toBeInTheDocument();
    expect(byEmail).toHaveBeenCalledTimes(1);
    unmount();
    await showHistory(events, catalog);
    await waitFor(async () =>
      expect(within(await history()).getByText('Ana Ruiz')).toBeInTheDocument(),
    );
    expect(byEmail).toHaveBeenCalledTimes(2);
  });

  it('keeps nobody waiting for a catalog that is slow, and comes in place', async () => {
    const { catalog, byEmail } = catalogOf();
    let answer: (found: { items: Entity[] }) => void = () => {};
    byEmail.mockReturnValueOnce(
      new Promise(resolve => {
        answer = resolve;
      }),
    );
    await showHistory([doneBy('ana@example.com')], catalog);
    const row = within(await history()).getByRole('listitem');
    expect(row).toHaveTextContent('ana@example.com');
    answer({ items: [ana] });
    await waitFor(() => expect(row).toHaveTextContent('Ana Ruiz'));
  });

  it('is not what the history is narrowed by, but leads to it', async () => {
    const { catalog } = catalogOf(ana);
    const { user, address } = await showHistory(
      [doneBy('ana@example.com'), doneBy('bo@example.com')],
      catalog,
    );
    await history();
    expect(
      document.querySelector('datalist option[value="ana@example.com"]'),
    ).toHaveAttribute('label', 'Ana Ruiz');
    await user.type(
      screen.getByRole('combobox', { name: 'By' }),
      'ana@example.com{Enter}',
    );
    await waitFor(() =>
      expect(screen.queryByText('bo@example.com')).not.toBeInTheDocument(),
    );
    expect(within(await history()).getByText('Ana Ruiz')).toBeInTheDocument();
    expect(address()).toContain('actor=ana%40example.com');
  });
});

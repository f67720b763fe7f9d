/** Names the people and teams of a view. */
import { useApi, useApiHolder } from '@backstage/core-plugin-api';
import {
  catalogApiRef,
  entityPresentationApiRef,
} from '@backstage/plugin-catalog-react';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useWords } from '../words';
import { actorName } from './actorName';
import { People } from './People';

/** What somebody is called who is stored as an email or entity ref: as the catalog knows them, else as it is stored. */
export type NameOf = (actor: string) => string;

/** Those of the app. */
export function usePeople(): People {
  const catalog = useApi(catalogApiRef);
  const presentation = useApiHolder().get(entityPresentationApiRef);
  return People.of(catalog, presentation);
}

/**
 * @param actors - whom the view names, as they are stored, in any order; what is undefined is nobody
 */
export function useNames(actors: readonly (string | undefined)[] = []): {
  readonly nameOf: NameOf;
  /** A view that is drawn now will not change by names that come; soon true, whatever the catalog does. */
  readonly areKnown: boolean;
} {
  const { t } = useWords();
  const people = usePeople();
  const version = useSyncExternalStore(people.subscribe, people.version);
  const somebody = actors.filter(actor => actor !== undefined);
  const list = JSON.stringify([...new Set(somebody)]);
  useEffect(() => people.ask(JSON.parse(list)), [people, list]);
  const nameOf = useMemo<NameOf>(
    () => actor => people.nameOf(actor) ?? actorName(actor, t),
    // Another function when more is known, for what is drawn by it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [people, t, version],
  );
  return { nameOf, areKnown: people.areSettled(somebody) };
}

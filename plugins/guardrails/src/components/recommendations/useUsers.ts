/** The people and teams of the catalog whose name or email begins with, or holds, what was typed. */
import { useApi } from '@backstage/core-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useRequest } from '../../data';

/** As many as can be looked through at a glance. */
const OFFERED = 8;

export interface CatalogUser {
  /** How an owner is stored: the email, or the entity ref where there is none. */
  readonly owner: string;
  readonly name: string;
}

function userOf(entity: Entity): CatalogUser {
  const profile = entity.spec?.profile as
    | { readonly displayName?: string; readonly email?: string }
    | undefined;
  return {
    owner: profile?.email ?? stringifyEntityRef(entity),
    name: profile?.displayName ?? entity.metadata.title ?? entity.metadata.name,
  };
}

/** @param typed - undefined asks nobody */
export function useUsers(typed: string | undefined): readonly CatalogUser[] {
  const catalog = useApi(catalogApiRef);
  const { value } = useRequest(
    typed === undefined ? undefined : `users like ${typed.trim()}`,
    async () => {
      const { items } = await catalog.queryEntities({
        filter: { kind: ['User', 'Group'] },
        fields: ['kind', 'metadata', 'spec.profile'],
        fullTextFilter: {
          term: typed!.trim(),
          fields: [
            'metadata.name',
            'metadata.title',
            'spec.profile.displayName',
            'spec.profile.email',
          ],
        },
        limit: OFFERED,
      });
      return items.map(userOf);
    },
    { keepPrevious: true },
  );
  // Without the catalog's answer the field is still a field: any name can be typed.
  return value ?? [];
}

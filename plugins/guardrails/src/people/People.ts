/**
 * What the portal's catalog calls the people and teams that are stored by their email or entity ref. Each is asked for
 * once, those of a view together.
 */
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  entityPresentationSnapshot,
  type CatalogApi,
  type EntityPresentationApi,
} from '@backstage/plugin-catalog-react';

/** As the backend takes them, less what would end a value of the catalog's filter. */
const EMAIL = /^[^\s@:/,=]+@[^\s@:/,=]+$/;
const ENTITY_REF = /^(user|group):[^\s:/]+\/[^\s:/]+$/;

/** A query carries them in its address, which servers take up to some thousand characters. */
const MOST_EMAILS = 50;

/** A page that waits for names begins without them after this time. Milliseconds. */
const LATE_MS = 500;

/** What somebody is called seldom changes. Milliseconds. */
const KNOWN_FOR_MS = 5 * 60_000;

const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.title',
  'spec.profile.displayName',
  'spec.profile.email',
];

interface Known {
  /** Undefined where the catalog has none. */
  readonly name?: string;
  /** Nobody has to wait for the name any more. */
  readonly isSettled: boolean;
  /** Milliseconds since the epoch. */
  readonly askAgainAt: number;
}

const ofCatalogs = new WeakMap<CatalogApi, People>();

/** The same person in whatever case: the catalog finds them by either. Undefined for who is in no catalog. */
function keyOf(actor: string): string | undefined {
  const key = actor.toLocaleLowerCase('en-US');
  return EMAIL.test(key) || ENTITY_REF.test(key) ? key : undefined;
}

interface Profile {
  readonly displayName?: string;
  readonly email?: string;
}

export class People {
  readonly #catalog: CatalogApi;
  readonly #presentation: EntityPresentationApi | undefined;
  readonly #known = new Map<string, Known>();
  readonly #listeners = new Set<() => void>();
  #wanted = new Set<string>();
  #version = 0;

  private constructor(
    catalog: CatalogApi,
    presentation: EntityPresentationApi | undefined,
  ) {
    this.#catalog = catalog;
    this.#presentation = presentation;
  }

  /**
   * Those of an app.
   *
   * @param presentation - how the app shows entities; undefined where it has no way of its own
   */
  static of(
    catalog: CatalogApi,
    presentation: EntityPresentationApi | undefined,
  ): People {
    const known = ofCatalogs.get(catalog);
    if (known) return known;
    const people = new People(catalog, presentation);
    ofCatalogs.set(catalog, people);
    return people;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Another one when more is known. */
  readonly version = (): number => this.#version;

  /** Undefined while it is not known, and for who is not in the catalog. */
  nameOf(actor: string): string | undefined {
    const key = keyOf(actor);
    return key === undefined ? undefined : this.#known.get(key)?.name;
  }

  /** Whether they are named as they will be, or there is nothing to wait for. */
  areSettled(actors: readonly string[]): boolean {
    return actors.every(actor => {
      const key = keyOf(actor);
      return key === undefined || this.#known.get(key)?.isSettled;
    });
  }

  /** Answers when they are settled, which is soon. */
  async settled(somebody: readonly (string | undefined)[]): Promise<void> {
    const actors = somebody.filter(actor => actor !== undefined);
    this.ask(actors);
    if (this.areSettled(actors)) return;
    await new Promise<void>(resolve => {
      const unsubscribe = this.subscribe(() => {
        if (!this.areSettled(actors)) return;
        unsubscribe();
        resolve();
      });
    });
  }

  /** Of those that are wished for at the same time the catalog is asked at once; who is known, or asked for, is not. */
  ask(actors: readonly string[]): void {
    const now = Date.now();
    for (const actor of actors) {
      const key = keyOf(actor);
      if (key === undefined) continue;
      const known = this.#known.get(key);
      if (known && known.askAgainAt > now) continue;
      this.#known.set(key, {
        name: known?.name,
        isSettled: known?.isSettled ?? false,
        askAgainAt: Infinity,
      });
      if (this.#wanted.size === 0) {
        queueMicrotask(() => {
          const wanted = [...this.#wanted];
          this.#wanted = new Set();
          void this.#askFor(wanted);
        });
      }
      this.#wanted.add(key);
    }
  }

  async #askFor(keys: readonly string[]): Promise<void> {
    const late = setTimeout(() => {
      this.#settle(keys, known => ({ ...known, isSettled: true }));
    }, LATE_MS);
    const emails = keys.filter(key => EMAIL.test(key));
    const refs = keys.filter(key => !EMAIL.test(key));
    const asked: Promise<void>[] = [];
    for (let from = 0; from < emails.length; from += MOST_EMAILS) {
      const some = emails.slice(from, from + MOST_EMAILS);
      asked.push(this.#take(some, this.#byEmail(some)));
    }
    if (refs.length > 0) asked.push(this.#take(refs, this.#byRef(refs)));
    await Promise.all(asked);
    clearTimeout(late);
  }

  /** A catalog that does not answer changes no name, and is asked again for the next view. */
  async #take(
    keys: readonly string[],
    answer: Promise<ReadonlyMap<string, string>>,
  ): Promise<void> {
    try {
      const names = await answer;
      const askAgainAt = Date.now() + KNOWN_FOR_MS;
      this.#settle(keys, (_, key) => ({
        name: names.get(key),
        isSettled: true,
        askAgainAt,
      }));
    } catch {
      this.#settle(keys, known => ({
        ...known,
        isSettled: true,
        askAgainAt: 0,
      }));
    }
  }

  #settle(
    keys: readonly string[],
    next: (known: Known, key: string) => Known,
  ): void {
    for (const key of keys)
      this.#known.set(key, next(this.#known.get(key)!, key));
    this.#version += 1;
    this.#listeners.forEach(listener => listener());
  }

  async #byEmail(
    emails: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const { items } = await this.#catalog.getEntities({
      filter: { kind: ['User', 'Group'], 'spec.profile.email': [...emails] },
      fields: FIELDS,
    });
    const names = new Map<string, Set<string>>();
    for (const entity of items) {
      const email = (entity.spec?.profile as Profile | undefined)?.email;
      const name = this.#nameIn(entity);
      if (typeof email !== 'string' || name === undefined) continue;
      const key = email.trim().toLocaleLowerCase('en-US');
      names.set(key, (names.get(key) ?? new Set()).add(name));
    }
    // An email that several share says of none of them that it was they.
    return new Map(
      [...names].flatMap(([email, [name, ...others]]) =>
        others.length === 0 ? [[email, name]] : [],
      ),
    );
  }

  async #byRef(refs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { items } = await this.#catalog.getEntitiesByRefs({
      entityRefs: [...refs],
      fields: FIELDS,
    });
    const names = new Map<string, string>();
    for (const entity of items) {
      const name = entity && this.#nameIn(entity);
      if (name) names.set(stringifyEntityRef(entity), name);
    }
    return names;
  }

  /** As the app shows it; undefined where it is nothing but the name in its ref. */
  #nameIn(entity: Entity): string | undefined {
    const profile = entity.spec?.profile as Profile | undefined;
    return profile?.displayName || entity.metadata.title
      ? entityPresentationSnapshot(
          entity,
          { defaultKind: entity.kind },
          this.#presentation,
        ).primaryTitle
      : undefined;
  }
}

/** Shows a change at once, asks the server for it, and takes it back with the server's words when it refuses. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { refusedStatus } from '../components/states';
import { peopleIn } from '../components/timeline';
import { toError } from '../data/toError';
import { useNames, usePeople } from '../people';
import {
  ChangedMeanwhileError,
  changeAsSeen,
  type Detail,
  type Seen,
} from './changeAsSeen';
import { describeRefusal, type Refusal } from './describeRefusal';
import { useWords } from '../words';

/** One change that a reader asks for. */
export interface Change<T extends Seen, D extends Detail> {
  /** What the reader saw. */
  readonly seen: T;
  /** How it looks until the server has answered. */
  readonly shown: Partial<T>;
  readonly write: (ifMatch: string) => Promise<D>;
  /** What is announced once it is saved; a function where that depends on what is known by then. */
  readonly saved: string | (() => string);
}

/** What became of one of several. */
export type Outcome<T> =
  | { readonly id: string; readonly saved: T }
  | { readonly id: string; readonly refused: Error };

/** The same change of several at once. */
export interface ChangeOfMany<T extends Seen> {
  /** What the reader saw. */
  readonly seen: readonly T[];
  /** How each looks until the server has answered. */
  readonly shown: Partial<T>;
  /** Asks for all of them; answers for each of them. */
  readonly write: (ids: string[]) => Promise<readonly Outcome<T>[]>;
}

export interface Changes<T extends Seen, D extends Detail> {
  /** The item with the change that is on its way. */
  readonly show: <U extends T>(item: U) => U;
  readonly isSaving: (id: string) => boolean;
  /** Why the newest change of the item was not saved. */
  readonly refusalOf: (id: string) => Refusal | undefined;
  readonly forgetRefusal: (id: string) => void;
  /** The newest success in words; empty when there is none to tell. */
  readonly announcement: string;
  /** Answers whether it was saved. A second change of the same thing waits for nobody: it is not sent. */
  readonly change: (change: Change<T, D>) => Promise<boolean>;
  /** Each is saved or refused for itself; answers how many were saved. Those that are being saved already are left out. */
  readonly changeMany: (
    change: ChangeOfMany<T>,
  ) => Promise<{ readonly saved: number; readonly refused: number }>;
}

function without<V>(
  map: ReadonlyMap<string, V>,
  ...ids: readonly string[]
): ReadonlyMap<string, V> {
  const rest = new Map(map);
  ids.forEach(id => rest.delete(id));
  return rest;
}

function withAll<V>(
  map: ReadonlyMap<string, V>,
  ids: readonly string[],
  value: V,
): ReadonlyMap<string, V> {
  const all = new Map(map);
  ids.forEach(id => all.set(id, value));
  return all;
}

/**
 * @param read - asks for what is stored now
 * @param accept - puts what the server answered in place of what the page shows
 */
export function useChanges<T extends Seen, D extends T & Detail>(settings: {
  readonly read: (id: string) => Promise<D>;
  readonly accept: (detail: D) => void;
  /** The same for what a change of several answered; such a change is not offered without it. */
  readonly acceptMany?: (items: readonly T[]) => void;
}): Changes<T, D> {
  const [pending, setPending] = useState<ReadonlyMap<string, Partial<T>>>(
    new Map(),
  );
  const [refusals, setRefusals] = useState<ReadonlyMap<string, Refusal>>(
    new Map(),
  );
  const [announcement, setAnnouncement] = useState('');
  const underWay = useRef(new Set<string>());
  const words = useWords();
  const people = usePeople();
  const { nameOf } = useNames();
  const latest = useRef({ ...settings, words, people, nameOf });
  useEffect(() => {
    latest.current = { ...settings, words, people, nameOf };
  });

  const forgetRefusal = useCallback(
    (id: string) => setRefusals(before => without(before, id)),
    [],
  );

  const change = useCallback(
    async ({ seen, shown, write, saved }: Change<T, D>) => {
      const { id } = seen;
      if (underWay.current.has(id)) return false;
      underWay.current.add(id);
      setPending(before => new Map(before).set(id, shown));
      setRefusals(before => without(before, id));
      setAnnouncement('');
      const read = () => latest.current.read(id);
      try {
        latest.current.accept(await changeAsSeen(seen, { read, write }));
        setAnnouncement(typeof saved === 'function' ? saved() : saved);
        return true;
      } catch (error) {
        const current = await stateAfter(error, read);
        if (current) latest.current.accept(current);
        if (error instanceof ChangedMeanwhileError) {
          await latest.current.people.settled(peopleIn(error.since));
        }
        const refusal = describeRefusal(error, {
          current: current !== undefined,
          now: new Date(),
          words: latest.current.words,
          nameOf: latest.current.nameOf,
        });
        setRefusals(before => new Map(before).set(id, refusal));
        return false;
      } finally {
        underWay.current.delete(id);
        setPending(before => without(before, id));
      }
    },
    [],
  );

  const changeMany = useCallback(
    async ({ seen, shown, write }: ChangeOfMany<T>) => {
      const ids = seen
        .map(({ id }) => id)
        .filter(id => !underWay.current.has(id));
      ids.forEach(id => underWay.current.add(id));
      setPending(before => withAll(before, ids, shown));
      setRefusals(before => without(before, ...ids));
      setAnnouncement('');
      let outcomes: readonly Outcome<T>[];
      try {
        outcomes = await write(ids);
      } catch (error) {
        // None of them is known to be saved.
        outcomes = ids.map(id => ({ id, refused: toError(error) }));
      }
      const saved = outcomes.flatMap(each =>
        'saved' in each ? [each.saved] : [],
      );
      latest.current.acceptMany?.(saved);
      setRefusals(before => {
        const after = new Map(before);
        for (const each of outcomes) {
          if ('saved' in each) continue;
          const refusal = describeRefusal(each.refused, {
            current: false,
            now: new Date(),
            words: latest.current.words,
            nameOf: latest.current.nameOf,
          });
          after.set(each.id, { ...refusal, isCounted: true });
        }
        return after;
      });
      ids.forEach(id => underWay.current.delete(id));
      setPending(before => without(before, ...ids));
      return { saved: saved.length, refused: outcomes.length - saved.length };
    },
    [],
  );

  return {
    // What nothing is pending of stays the same object, so that its row need not be drawn again.
    show: item =>
      pending.has(item.id) ? { ...item, ...pending.get(item.id) } : item,
    isSaving: id => pending.has(id),
    refusalOf: id => refusals.get(id),
    forgetRefusal,
    announcement,
    change,
    changeMany,
  };
}

/**
 * What is stored after a refusal that says the page was out of date, or that left it open whether the change was
 * made; undefined when what was shown before is still the truth, or when nobody can be asked.
 */
async function stateAfter<D extends Detail>(
  error: unknown,
  read: () => Promise<D>,
): Promise<D | undefined> {
  if (error instanceof ChangedMeanwhileError) return error.current as D;
  const status = refusedStatus(error);
  if (status !== undefined && status !== 409 && status < 500) return undefined;
  // The first failure is the one to tell; that asking again failed too says nothing more.
  return read().catch(() => undefined);
}

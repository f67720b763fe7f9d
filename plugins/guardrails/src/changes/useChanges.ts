/** Shows a change at once, asks the server for it, and takes it back with the server's words when it refuses. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { refusedStatus } from '../components/states';
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
  /** What is announced once it is saved. */
  readonly saved: string;
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
}

function without<V>(
  map: ReadonlyMap<string, V>,
  id: string,
): ReadonlyMap<string, V> {
  const rest = new Map(map);
  rest.delete(id);
  return rest;
}

/**
 * @param read - asks for what is stored now
 * @param accept - puts what the server answered in place of what the page shows
 */
export function useChanges<T extends Seen, D extends T & Detail>(settings: {
  readonly read: (id: string) => Promise<D>;
  readonly accept: (detail: D) => void;
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
  const latest = useRef({ ...settings, words });
  useEffect(() => {
    latest.current = { ...settings, words };
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
        setAnnouncement(saved);
        return true;
      } catch (error) {
        const current = await stateAfter(error, read);
        if (current) latest.current.accept(current);
        const refusal = describeRefusal(error, {
          current: current !== undefined,
          now: new Date(),
          words: latest.current.words,
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

  return {
    // What nothing is pending of stays the same object, so that its row need not be drawn again.
    show: item =>
      pending.has(item.id) ? { ...item, ...pending.get(item.id) } : item,
    isSaving: id => pending.has(id),
    refusalOf: id => refusals.get(id),
    forgetRefusal,
    announcement,
    change,
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

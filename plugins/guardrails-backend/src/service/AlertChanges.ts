/** Moves alerts through their workflow, snoozes them and takes notes: row and events together, or none of them. */
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, isError } from '@backstage/errors';
import {
  alertReadPermission,
  alertUpdatePermission,
  type AlertUpdate,
} from '@cloudops/plugin-guardrails-common';
import { AuditTrail } from '../audit';
import type {
  AlertRecord,
  GuardrailsDatabase,
  ShownAlert,
  Stores,
} from '../database/interfaces';
import { alertWorkflow } from '../workflow';
import type { Caller } from './Caller';
import { alertNotFound, changedMeanwhile } from './errors';
import { notGranted } from './Grants';
import type { GrantedCall, SeenVersion } from './GuardrailsService';
import { assertVersion } from './version';

/** A quarter: what is muted for longer is not an alert but a rule that should be set otherwise. */
const LONGEST_SNOOZE_DAYS = 90;

interface Refused {
  readonly id: string;
  readonly refusal: Error;
}

/** What became of one alert of several: the changed alert, or why it was refused. */
export type Outcome =
  | { readonly id: string; readonly alert: ShownAlert }
  | Refused;

/** What a change leaves to be read off nobody: who makes it, and when. */
interface Change extends AlertUpdate {
  readonly actor: string;
  readonly now: Date;
}

export class AlertChanges {
  readonly #database: GuardrailsDatabase;
  readonly #caller: Caller;
  readonly #now: () => Date;

  constructor(options: {
    database: GuardrailsDatabase;
    caller: Caller;
    now: () => Date;
  }) {
    this.#database = options.database;
    this.#caller = options.caller;
    this.#now = options.now;
  }

  async one(
    id: string,
    update: AlertUpdate,
    options: GrantedCall & SeenVersion,
  ): Promise<AlertRecord> {
    const change = await this.#asked(update, options);
    return this.#transaction(async stores => {
      const alert = await found(stores, id, options);
      assertVersion(options.ifMatch, alert);
      return applied(stores, alert, change);
    });
  }

  /** One transaction for all: what is refused is refused for itself, what fails fails for all. */
  async several(
    { ids, ...update }: AlertUpdate & { readonly ids: readonly string[] },
    options: GrantedCall,
  ): Promise<Outcome[]> {
    const change = await this.#asked(update, options);
    const refused = new Map<string, Refused>();
    const shown = await this.#transaction(async stores => {
      // In the order of their ids, so that two calls about the same alerts wait for each other and do not lock up.
      for (const id of [...ids].sort()) {
        const refusal = await refusalOf(stores, id, change, options);
        if (refusal) refused.set(id, { id, refusal });
      }
      // Read before it is stored: what cannot be answered is not done.
      const changed = ids.filter(id => !refused.has(id));
      return stores.alerts.shown(changed, change.now);
    });
    const changed = new Map(shown.map(alert => [alert.id, alert]));
    return ids.map(id => refused.get(id) ?? { id, alert: changed.get(id)! });
  }

  async note(
    id: string,
    note: string,
    options: GrantedCall,
  ): Promise<AlertRecord> {
    return this.one(id, { note }, options);
  }

  async #asked(update: AlertUpdate, options: GrantedCall): Promise<Change> {
    const now = this.#now();
    if (update.snoozedUntil) assertSnooze(update.snoozedUntil, now);
    return { ...update, now, actor: await this.#caller.actorOf(options) };
  }

  async #transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
    return this.#database.transaction(work).catch(error => {
      // Somebody opened or reopened one of the same series since it was looked for.
      throw isDatabaseConflictError(error) ? newerAlertIsOpen() : error;
    });
  }
}

/** @throws InputError */
function assertSnooze(until: string, now: Date): void {
  const at = new Date(until).getTime();
  const latest = now.getTime() + LONGEST_SNOOZE_DAYS * 86_400_000;
  if (at <= now.getTime() || at > latest) {
    throw new InputError(
      `snoozedUntil: got '${until}', takes a time from now on until '${new Date(
        latest,
      ).toISOString()}', ${LONGEST_SNOOZE_DAYS} days ahead; or null, which ends the snooze`,
    );
  }
}

/** @throws NotFoundError when there is none that the caller may see, NotAllowedError when they may only see it */
export async function found(
  stores: Stores,
  id: string,
  { grants }: GrantedCall,
): Promise<AlertRecord> {
  const alert = await stores.alerts.byIdForUpdate(id);
  if (!alert || !grants.has(alertReadPermission, alert.projectId)) {
    throw alertNotFound(id);
  }
  if (!grants.has(alertUpdatePermission, alert.projectId)) {
    throw notGranted(alertUpdatePermission);
  }
  return alert;
}

/** What may be refused to one alert and not to another. */
const REFUSALS = ['ConflictError', 'NotAllowedError', 'NotFoundError'];

/** Makes the change to one of several, or says why it is refused to it. */
async function refusalOf(
  stores: Stores,
  id: string,
  change: Change,
  options: GrantedCall,
): Promise<Error | undefined> {
  try {
    const alert = await found(stores, id, options);
    // Before anything is written of it: what is refused leaves no part behind in a transaction that goes on.
    await assertPossible(stores, alert, change);
    await written(stores, alert, change);
    return undefined;
  } catch (error) {
    if (
      !isError(error) ||
      !REFUSALS.includes(error.name) ||
      isDatabaseConflictError(error)
    ) {
      throw error;
    }
    return error;
  }
}

async function applied(
  stores: Stores,
  alert: AlertRecord,
  change: Change,
): Promise<AlertRecord> {
  await assertPossible(stores, alert, change);
  return written(stores, alert, change);
}

/** @throws ConflictError that says what is possible instead */
async function assertPossible(
  stores: Stores,
  alert: AlertRecord,
  { status: to, snoozedUntil }: Change,
): Promise<void> {
  if (to) {
    alertWorkflow.assertTransition(alert.status, to);
    const isReopened = alert.status === 'resolved';
    if (isReopened && (await stores.alerts.unresolvedOf(seriesOf(alert)))) {
      throw newerAlertIsOpen();
    }
  }
  if (snoozedUntil && (to ?? alert.status) === 'resolved') {
    throw new ConflictError(
      `snoozedUntil: got '${snoozedUntil}' for an alert that is resolved; only one that is open or acknowledged can be snoozed`,
    );
  }
}

async function written(
  stores: Stores,
  alert: AlertRecord,
  change: Change,
): Promise<AlertRecord> {
  const { status: to, snoozedUntil, now, actor } = change;
  // The note stands on the first event, or alone.
  let { note } = change;
  let current = alert;
  if (to) {
    const from = alert.status;
    const moved = await stores.alerts.transition(alert.id, { from, to }, now);
    if (!moved) throw changedMeanwhile();
    const trail = new AuditTrail(stores, moved.updatedAt);
    await trail.alertStatusChanged(moved, { from, to, note, actor });
    [current, note] = [moved, undefined];
  }
  if (snoozedUntil !== undefined) {
    const snoozed = (await stores.alerts.snoozes([alert.id], now)).get(
      alert.id,
    );
    if (snoozedUntil !== null || snoozed) {
      const touched = await stores.alerts.touch(alert.id, now);
      if (!touched) throw changedMeanwhile();
      const trail = new AuditTrail(stores, touched.updatedAt);
      await (snoozedUntil === null
        ? trail.alertSnoozeEnded(touched, { until: snoozed!, note, actor })
        : trail.alertSnoozed(touched, {
            until: new Date(snoozedUntil),
            note,
            actor,
          }));
      [current, note] = [touched, undefined];
    }
  }
  if (note !== undefined) {
    await new AuditTrail(stores, now).alertNoteAdded(current, { note, actor });
  }
  return current;
}

function seriesOf(alert: AlertRecord) {
  return { ...alert, below: alert.observedValue < alert.baselineValue };
}

/** Reopening an alert of which a newer one is still unresolved. */
function newerAlertIsOpen(): ConflictError {
  return new ConflictError(
    'status: this alert cannot be reopened, because a newer alert of the same series is not resolved yet; work on that one',
  );
}

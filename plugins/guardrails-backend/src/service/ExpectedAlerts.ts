/**
 * Says of an alert that it was expected: an activity is planned for its series, and the alert is resolved, both or
 * neither. The rule learns nothing by it; what it would have to be taught, the evidence proposes.
 */
import { ConflictError, InputError } from '@backstage/errors';
import {
  activityPlanPermission,
  type Expectation,
} from '@cloudops/plugin-guardrails-common';
import { AuditTrail } from '../audit';
import type { AlertRecord, GuardrailsDatabase } from '../database/interfaces';
import { LONGEST_DAYS, planned } from './activityPlan';
import { found } from './AlertChanges';
import type { Caller } from './Caller';
import { changedMeanwhile } from './errors';
import { notGranted } from './Grants';
import type { GrantedCall, SeenVersion } from './GuardrailsService';
import { assertVersion } from './version';

export class ExpectedAlerts {
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

  async expect(
    id: string,
    { reason, until }: Expectation,
    options: GrantedCall & SeenVersion,
  ): Promise<AlertRecord> {
    const now = this.#now();
    if (until !== undefined) assertUntil(until, now);
    const actor = await this.#caller.actorOf(options);
    return this.#database.transaction(async stores => {
      const alert = await found(stores, id, options);
      if (!options.grants.has(activityPlanPermission, alert.projectId)) {
        throw notGranted(activityPlanPermission);
      }
      assertVersion(options.ifMatch, alert);
      const { status: from } = alert;
      if (from === 'resolved') {
        throw new ConflictError(
          'status: the alert is resolved already; plan an activity to keep its series quiet, or reopen the alert first',
        );
      }
      const activity = await planned(
        stores,
        {
          projectId: alert.projectId,
          serviceName: alert.serviceName,
          metricName: alert.metricName,
          from: alert.windowStart,
          to: until === undefined ? alert.windowEnd : new Date(until),
          reason: reason.trim(),
          plannedBy: actor,
          alertId: alert.id,
        },
        now,
      );
      const change = { from, to: 'resolved' } as const;
      const resolved = await stores.alerts.transition(id, change, now);
      if (!resolved) throw changedMeanwhile();
      const trail = new AuditTrail(stores, resolved.updatedAt);
      await trail.alertStatusChanged(resolved, {
        ...change,
        note: `expected${
          until === undefined ? '' : ` until ${activity.to.toISOString()}`
        }: ${activity.reason}`,
        activityId: activity.id,
        actor,
      });
      return resolved;
    });
  }
}

/** @throws InputError */
function assertUntil(until: string, now: Date): void {
  const at = new Date(until).getTime();
  const latest = now.getTime() + LONGEST_DAYS * 86_400_000;
  if (at <= now.getTime() || at > latest) {
    throw new InputError(
      `until: got '${until}', takes a time from now on until '${new Date(
        latest,
      ).toISOString()}', ${LONGEST_DAYS} days ahead; what is to stay needs one of the proposals of the evidence instead`,
    );
  }
}

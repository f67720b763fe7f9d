/** The guarded service that also tells the portal's auditor of every change, made or refused. */
import type {
  AuditorService,
  AuditorServiceEvent,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type {
  ActivityPlan,
  AlertBulkUpdate,
  AlertUpdate,
  Expectation,
  JobId,
  RecommendationUpdate,
} from '@cloudops/plugin-guardrails-common';
import { AuthorizedGuardrailsService } from './AuthorizedGuardrailsService';
import { NotReadBackError } from './errors';
import { failureTold } from './failures';
import type {
  CallOptions,
  ChangeOptions,
  GrantedCall,
  GuardrailsService,
} from './GuardrailsService';
import type { Policy } from './Policy';

/** It extends the guard, and does not stand beside it, so that refusals of the guard are told too. */
export class AuditedGuardrailsService extends AuthorizedGuardrailsService {
  readonly #auditor: AuditorService;

  constructor(
    service: GuardrailsService<GrantedCall>,
    policy: Policy,
    auditor: AuditorService,
  ) {
    super(service, policy);
    this.#auditor = auditor;
  }

  async updateAlert(id: string, update: AlertUpdate, options: ChangeOptions) {
    return this.#audited(
      'alert-update',
      { alertId: id, ...asked(update) },
      options,
      () => super.updateAlert(id, update, options),
    );
  }

  /** Every alert is a change, or a refused one, of its own. */
  async updateAlerts(update: AlertBulkUpdate, options: CallOptions) {
    const { ids, ...change } = update;
    const meta = (id: string) => ({ alertId: id, ...asked(change) });
    const result = await super
      .updateAlerts(update, options)
      .catch(async error => {
        for (const id of ids) {
          await this.#tell(
            'alert-update',
            meta(id),
            options,
            failureTold(error),
          );
        }
        throw error;
      });
    for (const { id, error } of result.items) {
      await this.#tell('alert-update', meta(id), options, error);
    }
    return result;
  }

  async addAlertNote(id: string, note: string, options: CallOptions) {
    return this.#audited('alert-note', { alertId: id }, options, () =>
      super.addAlertNote(id, note, options),
    );
  }

  async markAlertExpected(
    id: string,
    expectation: Expectation,
    options: ChangeOptions,
  ) {
    const { until } = expectation;
    return this.#audited(
      'alert-expected',
      { alertId: id, ...(until !== undefined && { until }) },
      options,
      () => super.markAlertExpected(id, expectation, options),
    );
  }

  async planActivity(plan: ActivityPlan, options: CallOptions) {
    // Without the reason: what people write is in the trail, and not in logs.
    const { reason: _, ...meta } = plan;
    return this.#audited('activity-plan', meta, options, () =>
      super.planActivity(plan, options),
    );
  }

  async cancelPlannedActivity(id: string, options: CallOptions) {
    return this.#audited(
      'activity-cancel',
      { plannedActivityId: id },
      options,
      () => super.cancelPlannedActivity(id, options),
    );
  }

  async updateRecommendation(
    id: string,
    update: RecommendationUpdate,
    options: ChangeOptions,
  ) {
    const { status, owner } = update;
    return this.#audited(
      'recommendation-update',
      {
        recommendationId: id,
        ...(status !== undefined && { status }),
        ...(owner !== undefined && { owner }),
      },
      options,
      () => super.updateRecommendation(id, update, options),
    );
  }

  async runJob(id: JobId, options: CallOptions) {
    return this.#audited('job-run', { jobId: id }, options, () =>
      super.runJob(id, options),
    );
  }

  /** After the fact: made when there is no error, refused when there is. */
  async #tell(
    eventId: string,
    meta: JsonObject,
    call: CallOptions,
    error: { readonly name: string; readonly message: string } | undefined,
  ): Promise<void> {
    const event = await this.#event(eventId, meta, call);
    if (error) await event.fail({ error: errorOf(error) });
    else await event.success();
  }

  async #audited<T>(
    eventId: string,
    meta: JsonObject,
    call: CallOptions,
    change: () => Promise<T>,
  ): Promise<T> {
    const event = await this.#event(eventId, meta, call);
    try {
      const result = await change();
      await event.success();
      return result;
    } catch (error) {
      if (error instanceof NotReadBackError) await event.success();
      else await event.fail({ error: failureTold(toError(error)) });
      throw error;
    }
  }

  async #event(
    eventId: string,
    meta: JsonObject,
    { request, credentials }: CallOptions,
  ): Promise<AuditorServiceEvent> {
    return this.#auditor.createEvent({
      eventId,
      request,
      severityLevel: 'medium',
      // Backstage reads who called from the request; a call that came otherwise has none.
      meta: request ? meta : { ...meta, calledBy: callerOf(credentials) },
    });
  }
}

function callerOf({ principal }: BackstageCredentials): string {
  const { userEntityRef, subject } = principal as {
    userEntityRef?: string;
    subject?: string;
  };
  return userEntityRef ?? subject ?? 'nobody';
}

/** What was asked for, without the note: what people write is in the trail, and not in logs. */
function asked({ status, snoozedUntil }: AlertUpdate): JsonObject {
  return {
    ...(status !== undefined && { status }),
    ...(snoozedUntil !== undefined && { snoozedUntil }),
  };
}

function errorOf({ name, message }: { name: string; message: string }): Error {
  return Object.assign(new Error(message), { name });
}

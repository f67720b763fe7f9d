/** The guarded service that also tells the portal's auditor of every change, made or refused. */
import type { AuditorService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type {
  AlertUpdate,
  JobId,
  RecommendationUpdate,
} from '@cloudops/plugin-guardrails-common';
import { AuthorizedGuardrailsService } from './AuthorizedGuardrailsService';
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
      { alertId: id, status: update.status },
      options,
      () => super.updateAlert(id, update, options),
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

  async #audited<T>(
    eventId: string,
    meta: JsonObject,
    { request }: CallOptions,
    change: () => Promise<T>,
  ): Promise<T> {
    const event = await this.#auditor.createEvent({
      eventId,
      request,
      severityLevel: 'medium',
      meta,
    });
    try {
      const result = await change();
      await event.success();
      return result;
    } catch (error) {
      await event.fail({ error: toError(error) as Error });
      throw error;
    }
  }
}

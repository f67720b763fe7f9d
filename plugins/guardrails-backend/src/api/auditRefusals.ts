/**
 * Tells the portal's auditor of changes that are refused before the service hears of them: bodies that cannot be read,
 * and requests that `openapi.yaml` does not describe. Refusals of the service are told by the service.
 */
import type { AuditorService } from '@backstage/backend-plugin-api';
import type { ErrorRequestHandler, Request } from 'express';
import { error as validation } from 'express-openapi-validator';
import { translated } from './refusals';

/** Stands behind the validation and before the routes, so that it meets the errors of the validation alone. */
export function auditRefusals(auditor: AuditorService): ErrorRequestHandler {
  return async (error, request, _, next) => {
    if (request.method !== 'GET') {
      const event = await auditor.createEvent({
        eventId: 'request-refused',
        request,
        severityLevel: 'medium',
        meta: { method: request.method, path: request.path },
      });
      await event.fail({ error: withoutValues(error, request) });
    }
    next(error);
  };
}

/** What it is, and which fields were wrong, and not what stood in them: what people write is not for logs. */
function withoutValues(error: any, request: Request): Error {
  const fields: string[] =
    error instanceof validation.BadRequest
      ? error.errors.map(({ path }) => path.split('/').slice(1).join('.'))
      : [];
  return Object.assign(
    new Error(
      fields.length > 0
        ? `not as described: ${[...new Set(fields)].join(', ')}`
        : 'not to be read',
    ),
    { name: translated(error, request).name },
  );
}

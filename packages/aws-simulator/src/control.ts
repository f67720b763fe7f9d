/** The simulator's own HTTP endpoints under `/_simulator`: plan faults, read the request log, set the clock. */
import type { Clock } from './clock';
import { FAULT_ERRORS, FaultError, FaultPlan, Faults } from './faults';
import { OPERATIONS } from './operations';
import type { HttpReply, HttpRequest } from './protocols/protocol';
import type { RequestLog } from './requestLog';
import type { World } from './world/world';

export const CONTROL_PREFIX = '/_simulator';

/** Says what was wrong, what was got, and what is accepted. */
class BadRequest extends Error {}

function reply(status: number, body: object): HttpReply {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

function bodyOf(request: HttpRequest): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(request.body);
  } catch {
    throw new BadRequest('The request body is not JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new BadRequest('The request body is not a JSON object');
  }
  return body as Record<string, unknown>;
}

function optionalText(
  body: Record<string, unknown>,
  name: string,
): string | undefined {
  const value = body[name];
  if (value !== undefined && typeof value !== 'string') {
    throw new BadRequest(
      `'${name}' must be a string, got ${JSON.stringify(value)}`,
    );
  }
  return value;
}

function optionalPositive(
  body: Record<string, unknown>,
  name: string,
): number | undefined {
  const value = body[name];
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw new BadRequest(
      `'${name}' must be a whole number from 1, got ${JSON.stringify(value)}`,
    );
  }
  return value;
}

const PLAN_MEMBERS = [
  'operation',
  'error',
  'count',
  'accountId',
  'page',
  'match',
];

function faultPlanOf(body: Record<string, unknown>): FaultPlan {
  const unknown = Object.keys(body).find(name => !PLAN_MEMBERS.includes(name));
  if (unknown !== undefined) {
    throw new BadRequest(
      `'${unknown}' is not one of ${PLAN_MEMBERS.join(', ')}`,
    );
  }
  const operation = optionalText(body, 'operation');
  if (operation === undefined || !OPERATIONS.has(operation)) {
    throw new BadRequest(
      `'operation' must be one of ${[...OPERATIONS.keys()].join(
        ', ',
      )}, got ${JSON.stringify(operation)}`,
    );
  }
  const error = optionalText(body, 'error');
  if (!FAULT_ERRORS.includes(error as FaultError)) {
    throw new BadRequest(
      `'error' must be one of ${FAULT_ERRORS.join(', ')}, got ${JSON.stringify(
        error,
      )}`,
    );
  }
  return {
    operation,
    error: error as FaultError,
    count: optionalPositive(body, 'count'),
    accountId: optionalText(body, 'accountId'),
    page: optionalPositive(body, 'page'),
    match: optionalText(body, 'match'),
  };
}

type Handler = (request: HttpRequest) => HttpReply;

export class Control {
  readonly #handlers: ReadonlyMap<string, Handler>;

  constructor(parts: {
    world: World;
    clock: Clock;
    faults: Faults;
    requests: RequestLog;
  }) {
    const { world, clock, faults, requests } = parts;
    const faultList = () => reply(200, { faults: faults.list() });
    const clockState = () =>
      reply(200, { now: clock.now().toISOString(), frozen: clock.isFrozen });
    const requestCounts = () =>
      reply(200, { counts: requests.counts(), requests: requests.entries() });

    this.#handlers = new Map<string, Handler>([
      ['GET /faults', faultList],
      [
        'POST /faults',
        request => reply(201, faults.add(faultPlanOf(bodyOf(request)))),
      ],
      [
        'DELETE /faults',
        () => {
          faults.clear();
          return faultList();
        },
      ],
      ['GET /requests', requestCounts],
      [
        'DELETE /requests',
        () => {
          requests.clear();
          return requestCounts();
        },
      ],
      ['GET /clock', clockState],
      [
        'POST /clock',
        request => {
          const { now } = bodyOf(request);
          if (now === null) {
            clock.resume();
            return clockState();
          }
          const instant = new Date(typeof now === 'string' ? now : NaN);
          if (Number.isNaN(instant.getTime())) {
            throw new BadRequest(
              `'now' must be an ISO 8601 time to stop the clock at, or null for the real time, got ${JSON.stringify(
                now,
              )}`,
            );
          }
          clock.set(instant);
          return clockState();
        },
      ],
      [
        'GET /incidents',
        () => reply(200, { anchor: world.anchor, incidents: world.incidents }),
      ],
    ]);
  }

  handle(request: HttpRequest): HttpReply {
    const route = `${request.method} ${request.path.slice(
      CONTROL_PREFIX.length,
    )}`;
    const handler = this.#handlers.get(route);
    if (!handler) {
      return reply(404, {
        error: `No ${route} under ${CONTROL_PREFIX}; there are ${[
          ...this.#handlers.keys(),
        ].join(', ')}`,
      });
    }
    try {
      return handler(request);
    } catch (error) {
      if (error instanceof BadRequest) {
        return reply(400, { error: error.message });
      }
      throw error;
    }
  }
}

/** Takes an AWS request from wire to wire: protocol, caller, planned faults, operation, log. */
import { randomUUID } from 'node:crypto';
import type { Clock } from './clock';
import type { Faults, QueryFault } from './faults';
import { callerOf } from './identity';
import { OPERATIONS } from './operations';
import { AwsError, unknownOperation } from './protocols/awsError';
import type { HttpReply, HttpRequest } from './protocols/protocol';
import { protocolOf } from './protocols/protocolOf';
import type { RequestLog } from './requestLog';
import type { World } from './world/world';

export interface GatewayParts {
  readonly world: World;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** Rows on a page of Cost Explorer. */
  readonly pageSize: number;
}

/** An answer, and what becomes of it on its way. */
export type Delivery =
  | { readonly how: 'reset' }
  | {
      readonly how: 'whole' | 'withheld' | 'truncated' | 'lost';
      readonly reply: HttpReply;
    };

const HOW = {
  NoReply: 'withheld',
  TruncatedReply: 'truncated',
  LostReply: 'lost',
} as const;

const UNREAD = 'unknown';

export class Gateway {
  readonly #parts: GatewayParts;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  handle(request: HttpRequest): Delivery {
    const { world, clock, faults, requests, pageSize } = this.#parts;
    const requestId = randomUUID();
    const protocol = protocolOf(request);
    const entry = {
      at: new Date().toISOString(),
      operation: UNREAD,
      accountId: undefined as string | undefined,
      page: 1,
    };
    const failed = (error: string) =>
      requests.record({ ...entry, status: 'error', error, billableUnits: 0 });

    try {
      const call = protocol.read(request);
      entry.operation = call.operation;
      const caller = callerOf(request.headers);
      entry.accountId = caller.accountId;
      const operation = OPERATIONS.get(call.operation);
      if (!operation) {
        throw unknownOperation(call.operation);
      }
      entry.page = operation.pageOf?.(call.input) ?? 1;

      let queryFault: QueryFault | undefined;
      let change = (output: object): object => output;
      let how: Delivery['how'] = 'whole';
      const effect = faults.take({ ...entry, accountId: caller.accountId });
      switch (effect?.kind) {
        case 'error':
          throw effect.error;
        case 'reset':
          failed('ConnectionReset');
          return { how: 'reset' };
        case 'delivery':
          how = HOW[effect.error];
          break;
        case 'change':
          change = effect.change;
          break;
        case 'query':
          queryFault = effect.fault;
          break;
        default:
      }

      const output = operation.run(call.input, {
        world,
        now: clock.now(),
        caller,
        pageSize,
        queryFault,
      });
      requests.record({
        ...entry,
        status: 'ok',
        billableUnits: operation.billableUnits?.(call.input) ?? 0,
      });
      return { how, reply: protocol.reply(call, change(output), requestId) };
    } catch (error) {
      const known =
        error instanceof AwsError
          ? error
          : new AwsError(
              'InternalFailure',
              `The simulator failed: ${error}`,
              500,
            );
      failed(known.code);
      return { how: 'whole', reply: protocol.fail(known, requestId) };
    }
  }
}

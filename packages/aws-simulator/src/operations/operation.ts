/** What an AWS operation is here: a function from an input and a moment in the world to an output. */
import type { QueryFault } from '../faults';
import type { Caller } from '../identity';
import type { Input } from '../protocols/protocol';
import type { World } from '../world/world';

export interface OperationContext {
  readonly world: World;
  readonly now: Date;
  readonly caller: Caller;
  /** Rows on a page of Cost Explorer. */
  readonly pageSize: number;
  /** Makes single queries of GetMetricData fail, while the request succeeds. */
  readonly queryFault?: QueryFault;
}

export interface Operation {
  readonly name: string;
  /** The 1-based page that the input asks for; operations without pages have only the first. */
  pageOf?(input: Input): number;
  /** What AWS charges for when the call succeeds: requests of Cost Explorer, metrics of CloudWatch. */
  billableUnits?(input: Input): number;
  /** @throws AwsError when the input is refused */
  run(input: Input, context: OperationContext): object;
}

/** What a `costs_read` event says, where it says it as this version does. */
import { z } from 'zod';
import type { CostsReadMetadata } from './runs';

const amount = z.string().regex(/^-?\d+(\.\d+)?$/);

const understood = z.object({
  attribution: z.string(),
  spend: z.array(z.enum(['usage', 'charges'])),
  covered: z.object({}),
  openFrom: z.iso.date().optional(),
  totals: z.record(
    z.string(),
    z.object({ usage: amount.optional(), charges: amount.optional() }),
  ),
});

/**
 * Answers undefined for an event of a version that wrote it in another way: nothing is known by it, so its days count
 * as never read, and are read again.
 */
export function costsReadIn(event: {
  readonly metadata: unknown;
}): CostsReadMetadata | undefined {
  return understood.safeParse(event.metadata).success
    ? (event.metadata as CostsReadMetadata)
    : undefined;
}

/** Ids for many rows at once. */
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

const BYTES = 16;

/**
 * UUIDs of version 7, in ascending order. One by one they take more memory than all else that is done to store a row:
 * the library puts each together from twenty strings. So it fills one buffer, which is written as text once.
 */
export function newIds(count: number): string[] {
  const random = randomBytes(BYTES * count);
  const bytes = Buffer.alloc(BYTES * count);
  const msecs = Date.now();
  // As the library begins, too: half of the range, so that it does not overflow, and another one in each process.
  const seq = randomBytes(4).readUInt32BE() >>> 1;
  for (let i = 0; i < count; i += 1) {
    const offset = i * BYTES;
    v7(
      {
        random: random.subarray(offset, offset + BYTES),
        msecs,
        seq: seq + i,
      },
      bytes,
      offset,
    );
  }
  const hex = bytes.toString('hex');
  return Array.from({ length: count }, (_, i) => {
    const digits = (from: number, to: number) =>
      hex.slice(i * 2 * BYTES + from, i * 2 * BYTES + to);
    return `${digits(0, 8)}-${digits(8, 12)}-${digits(12, 16)}-${digits(
      16,
      20,
    )}-${digits(20, 32)}`;
  });
}

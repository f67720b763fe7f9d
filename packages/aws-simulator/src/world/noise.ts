/**
 * Reproducible noise: a hash of the seed, the name of what is decided, and an absolute position in time.
 * There is no running generator, so a value depends on nothing that was asked before it.
 */

/** Identifies one independent source of noise. */
export type Stream = number;

// Multipliers of MurmurHash3's 32-bit finaliser and of Fibonacci hashing: their bits spread well over 32 bits.
const SPREAD = 0x9e3779b1;
const FINAL_1 = 0x85ebca6b;
const FINAL_2 = 0xc2b2ae35;
const TWO_32 = 4_294_967_296;

function mix(a: number, b: number): number {
  let hash = a ^ Math.imul(b, SPREAD);
  hash = Math.imul(hash ^ (hash >>> 16), FINAL_1);
  hash = Math.imul(hash ^ (hash >>> 13), FINAL_2);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export function streamOf(seed: number, ...names: string[]): Stream {
  let hash = mix(seed, 1);
  for (const name of names) {
    for (let i = 0; i < name.length; i += 1) {
      hash = mix(hash, name.charCodeAt(i) + 1);
    }
    hash = mix(hash, 0);
  }
  return hash;
}

/** Evenly spread over [0, 1). */
export function uniform(stream: Stream, position: number): number {
  return mix(stream, position) / TWO_32;
}

/**
 * Bell-shaped with mean 0 and standard deviation 1, never beyond ±3.5.
 * A sum of four uniforms: the bound keeps a quiet series from ever spiking by accident.
 */
export function gaussian(stream: Stream, position: number): number {
  const first = mix(stream, position);
  const second = mix(first, 2);
  const sum =
    (first >>> 16) + (first & 0xffff) + (second >>> 16) + (second & 0xffff);
  return (sum / 65_536 - 2) * Math.sqrt(3);
}

/** Smooth noise in [-1, 1]: random at whole positions, a cosine ramp between them. */
export function wave(stream: Stream, position: number): number {
  const left = Math.floor(position);
  const from = uniform(stream, left);
  const to = uniform(stream, left + 1);
  const ramp = (1 - Math.cos((position - left) * Math.PI)) / 2;
  return 2 * (from + (to - from) * ramp) - 1;
}

// Above this mean a bell curve is close enough, and adding up a Poisson's terms grows slow.
const POISSON_EXACT_BELOW = 30;

/** A count of independent events of which `mean` are expected. */
export function poisson(
  stream: Stream,
  position: number,
  mean: number,
): number {
  if (mean >= POISSON_EXACT_BELOW) {
    return Math.max(
      0,
      Math.round(mean + Math.sqrt(mean) * gaussian(stream, position)),
    );
  }
  const target = uniform(stream, position);
  let count = 0;
  let term = Math.exp(-mean);
  let sum = term;
  while (target > sum && count < 200) {
    count += 1;
    term *= mean / count;
    sum += term;
  }
  return count;
}

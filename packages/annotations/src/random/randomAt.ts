import { floatFromWords, keyFromSeed } from "./keyFromSeed.ts";
import { philox4x32 } from "./philox4x32.ts";

/**
 * The random number of one place: a float in [0, 1) that depends on the seed and up to four counters and nothing else,
 * for example `randomAt(seed, epoch, imageIndex)`. The same in any order and on any machine.
 *
 * Counters are whole numbers, taken modulo 2^32; missing ones count as 0.
 * @throws RangeError on a seed or counter that is no whole number, or on more than four counters.
 */
export function randomAt(seed: number, ...counters: number[]): number {
  if (counters.length > 4) throw new RangeError(`randomAt: expected at most 4 counters, got ${counters.length}`);
  const bad = counters.find((counter) => !Number.isSafeInteger(counter));
  if (bad !== undefined) throw new RangeError(`randomAt: expected whole numbers as counters, got ${bad}`);
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = counters;
  const [first, second] = philox4x32([c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0], keyFromSeed(seed));
  return floatFromWords(first, second);
}

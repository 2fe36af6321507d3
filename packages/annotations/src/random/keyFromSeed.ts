/**
 * A seed as a 64-bit key: low word, then high word.
 * @throws RangeError when the seed is no safe integer.
 */
export function keyFromSeed(seed: number): readonly [number, number] {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`expected a whole number as seed, got ${seed}`);
  return [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
}

/** Two words as a float in [0, 1) with all 53 bits random. */
export function floatFromWords(first: number, second: number): number {
  return ((first >>> 5) * 2 ** 26 + (second >>> 6)) / 2 ** 53;
}

/** A source of uniform numbers in [0, 1). */
export interface Random {
  uniform(): number;
}

/**
 * A counter-based generator: the n-th number is a hash of (key, n), so that a stream can be reproduced from its key
 * alone, in any language, and streams of different keys are independent. Not for secrets.
 *
 * @param keys For example (seed, epoch, index): the same keys give the same stream.
 */
export function createRandom(...keys: number[]): Random {
  const key = keyOf(keys);
  let counter = 0;
  return { uniform: () => uniformAt(key, counter++) };
}

/** Folds several integers into one 32-bit key. */
export function keyOf(keys: number[]): number {
  let key = 0x9e3779b9;
  for (const part of keys) key = mix(key ^ mix(part >>> 0) ^ Math.floor(part / 4294967296));
  return key;
}

/** FNV-1a: the key of a stream that belongs to a name. */
export function keyOfName(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** The `counter`-th uniform number in [0, 1) of the stream `key`, with 32 bits. */
export function uniformAt(key: number, counter: number): number {
  return mix(mix(counter + 0x6d2b79f5) ^ key) / 4294967296;
}

/** Chris Wellons' lowbias32: a 32-bit integer hash with a bias near the theoretical limit. */
function mix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** The first `count` of a random order of `items` (a partial Fisher-Yates shuffle); `items` stays as it is. */
export function chooseRandomly(items: Int32Array, count: number, random: Random): Int32Array {
  const shuffled = items.slice();
  const wanted = Math.min(count, shuffled.length);
  for (let index = 0; index < wanted; index++) {
    const other = index + Math.floor(random.uniform() * (shuffled.length - index));
    const moved = shuffled[other] as number;
    shuffled[other] = shuffled[index] as number;
    shuffled[index] = moved;
  }
  return shuffled.subarray(0, wanted);
}

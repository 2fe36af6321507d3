import type { RingPx } from "../document/types.ts";

const SAMPLE_PAIRS = 4096;
const SAMPLE_CROSSINGS_MIN = 64;
/** So far beyond what is counted that a sample of pairs is proof enough. */
const SAMPLE_FACTOR = 4;

/** Whether pairs of edges taken far apart cross so often that counting all crossings would be in vain. */
export function looksTangled(ring: RingPx, crossingsMax: number): boolean {
  const points = Math.floor(ring.length / 2);
  let crossings = 0;
  for (let k = 0; k < SAMPLE_PAIRS; k++) {
    // Steps by two fractions of no common measure go through pairs evenly.
    const i = Math.floor(((k * 0.7548776662466927) % 1) * points);
    const j = Math.floor(((k * 0.5698402909980532) % 1) * points);
    if (i !== j && edgesCross(ring, points, i, j)) crossings++;
  }
  const all = (crossings / SAMPLE_PAIRS) * ((points * (points - 1)) / 2);
  return crossings >= SAMPLE_CROSSINGS_MIN && all > SAMPLE_FACTOR * crossingsMax;
}

function edgesCross(ring: RingPx, points: number, i: number, j: number): boolean {
  const at = (index: number) =>
    [ring[2 * (index % points)] as number, ring[2 * (index % points) + 1] as number] as const;
  const [a, b, c, d] = [at(i), at(i + 1), at(j), at(j + 1)];
  const side = (p: readonly [number, number], q: readonly [number, number], r: readonly [number, number]) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

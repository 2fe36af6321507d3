// Rings that are hard to measure, each of so many points, on an image of 1,000 x 1,000 pixels.
import { SeededRandom } from "../../packages/annotations/dist/index.js";

/** @typedef {(points: number) => number[]} MakeRing */

/** @param {(i: number) => readonly number[]} point @param {number} points */
const ringOf = (point, points) => Array.from({ length: points }, (_, i) => point(i)).flat();

/** @param {number} points @param {(random: SeededRandom) => number} number */
function random(points, number) {
  const source = new SeededRandom(points);
  return Array.from({ length: 2 * points }, () => number(source));
}

/** Teeth across the image, closed above them (0) or through their middle. @param {number} points @param {number} closingY */
const comb = (points, closingY) => [
  ...ringOf((i) => [(i / points) * 1000, i % 2 === 0 ? 100 : 900], points - 2),
  ...[1000, closingY, 0, closingY],
];

/** @type {Record<string, MakeRing>} */
export const HOSTILE_RINGS = {
  "circle with a wobble": (points) =>
    ringOf((i) => {
      const angle = (2 * Math.PI * i) / points;
      const radius = 400 + 20 * Math.sin(40 * angle);
      return [500 + radius * Math.cos(angle), 500 + radius * Math.sin(angle)];
    }, points),
  "random points": (points) => random(points, (source) => source.nextFloat() * 1000),
  "random whole points": (points) => random(points, (source) => Math.floor(source.nextFloat() * 1000)),
  "clean comb": (points) => comb(points, 950),
  "clean comb, turned": (points) => {
    const ring = comb(points, 950);
    return ring.map((value, i) =>
      i % 2 === 0 ? 400 + 0.5 * value - 0.4 * (ring[i + 1] ?? 0) : 0.4 * (ring[i - 1] ?? 0) + 0.5 * value,
    );
  },
  "comb cut through": (points) => comb(points, 500),
  "points on one line": (points) =>
    random(points, (source) => source.nextFloat() * 1000).map((value, i, all) =>
      i % 2 === 0 ? value : (all[i - 1] ?? 0),
    ),
  "one point": (points) => random(points, () => 7),
  "spiral of a hundred turns": (points) =>
    ringOf((i) => {
      const half = points / 2;
      const share = (i < half ? i : points - 1 - i) / half;
      const radius = 10 + 400 * share + (i < half ? 0 : 1);
      return [500 + radius * Math.cos(200 * Math.PI * share), 500 + radius * Math.sin(200 * Math.PI * share)];
    }, points),
  "ever lower zigzag": (points) =>
    ringOf((i) => [(i / points) * 1000, i % 2 === 0 ? 0 : 1000 - (i / points) * 900], points),
};

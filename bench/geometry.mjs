// `npm run bench -- geometry [points ...]`: CPU milliseconds of what is done with a shape, on shapes made to be hard.
// Whether a change of the geometry left the areas of real shapes as they were: node bench/geometry/areas.mjs.
import {
  checkGeometry,
  clipToImage,
  countPoints,
  findImageProblems,
  geometryAreaPx,
  mergeRuns,
  polygonFromMask,
  runsFromGeometry,
  simplifyGeometry,
} from "../packages/annotations/dist/index.js";
import { HOSTILE_RINGS } from "./geometry/hostileRings.mjs";

const sizes = process.argv.slice(2).map(Number);
const counts = sizes.length > 0 ? sizes : [1_000, 10_000, 100_000];
const BOX = /** @type {const} */ ([0, 0, 1000, 1000]);

/** @param {() => unknown} work */
function cpuMs(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** @param {string} name @param {readonly number[]} row */
const print = (name, row) =>
  console.log(`${name.padEnd(44)}${row.map((ms) => ms.toFixed(ms < 10 ? 1 : 0).padStart(10)).join("")}`);

/** @type {Record<string, (geometry: any) => unknown>} */
const WORK = {
  area: (geometry) => geometryAreaPx(geometry, BOX),
  "check before a write": (geometry) => [countPoints(geometry), checkGeometry(geometry, BOX)],
  "cut to the image": (geometry) => clipToImage(geometry, BOX, 900, 900),
  "draw on 1,000 x 1,000": (geometry) => runsFromGeometry(geometry, BOX, 1000, 1000),
  "simplify by 1 px": (geometry) => simplifyGeometry(geometry, 1),
};

console.log(`${"points".padEnd(44)}${counts.map((count) => count.toLocaleString("en").padStart(10)).join("")}`);
for (const [what, work] of Object.entries(WORK)) {
  for (const [name, make] of Object.entries(HOSTILE_RINGS)) {
    print(
      `${what}: ${name}`,
      counts.map((count) => {
        const geometry = { type: /** @type {const} */ ("polygon"), parts: [{ outer: make(count), holes: [] }] };
        return cpuMs(() => work(geometry));
      }),
    );
  }
}

/** @param {number} i */
const square = (i) => [i % 900, (i * 7) % 900, (i % 900) + 9, (i * 7) % 900, (i % 900) + 9, ((i * 7) % 900) + 9];
print(
  "draw: a part for every three points",
  counts.map((count) => {
    const parts = Array.from({ length: Math.ceil(count / 3) }, (_, i) => ({ outer: square(i), holes: [] }));
    return cpuMs(() => runsFromGeometry({ type: "polygon", parts }, BOX, 1000, 1000));
  }),
);
print(
  "outlines of a mask of as many single pixels",
  counts.map((count) => {
    const side = Math.ceil(Math.sqrt(2 * count));
    const mask = Uint8Array.from({ length: side * side }, (_, i) => (Math.floor(i / side) + i) % 2);
    return cpuMs(() => polygonFromMask(mask, side, side));
  }),
);
print(
  "union of two masks of as many runs",
  counts.map((count) => {
    const runs = { heightPx: 1, widthPx: count, counts: new Uint32Array(count).fill(1) };
    return cpuMs(() => mergeRuns([runs, runs], "union"));
  }),
);
for (const [name, at] of /** @type {[string, (i: number) => [number, number]][]} */ ([
  ["findings: an image of as many boxes side by side", (i) => [(i % 400) * 20, Math.floor(i / 400) * 20]],
  ["findings: an image of as many boxes on a heap", (i) => [100 + (i % 97) / 50, 100 + (i % 89) / 50]],
])) {
  print(
    name,
    counts.map((count) => {
      const annotations = Array.from({ length: count }, (_, i) => {
        const [x, y] = at(i);
        const box = /** @type {const} */ ([x, y, 12, 12]);
        return {
          id: `${i}`,
          categoryId: "1",
          geometry: /** @type {const} */ ({ type: "box" }),
          boxXywhPx: box,
          areaPx: 144,
          isCrowd: false,
        };
      });
      const side = 20 * (Math.ceil(count / 400) + 400);
      return cpuMs(() => findImageProblems({ id: "", widthPx: side, heightPx: side, annotations }));
    }),
  );
}

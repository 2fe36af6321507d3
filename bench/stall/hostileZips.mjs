import { createRequire } from "node:module";
import { zipSync } from "fflate";

const requireFromApi = createRequire(new URL("../../apps/api/package.json", import.meta.url));
const sharp = requireFromApi("sharp");
const side = 1_000;

/** Numbers from 0 to `below`, the same for the same seed. @param {number} seed @param {number} below */
function randomNumbers(seed, below) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32) * below;
  };
}

/** A ring whose every side crosses most others. @param {number} seed @param {number} points @returns {number[]} */
export function randomRing(seed, points) {
  const next = randomNumbers(seed, side);
  return Array.from({ length: 2 * points }, () => Math.round(next() * 100) / 100);
}

/** @returns {Promise<Uint8Array>} */
const picture = () =>
  sharp({ create: { width: side, height: side, channels: 3, background: "#777" } })
    .jpeg()
    .toBuffer();

/** A COCO zip of one picture with so many rings of so many random points. @param {number} rings @param {number} points */
export async function zipOfRandomRings(rings, points) {
  const annotations = Array.from({ length: rings }, (_, id) => ({
    id,
    image_id: 1,
    category_id: 1,
    segmentation: [randomRing(id + 1, points)],
  }));
  const document = {
    images: [{ id: 1, file_name: "a.jpg", width: side, height: side }],
    categories: [{ id: 1, name: "car" }],
    annotations,
  };
  return zipSync({ "a.jpg": await picture(), "labels.json": Buffer.from(JSON.stringify(document)) });
}

/** Lists within lists, so many deep, where annotations are due. @param {number} depth */
export async function zipOfDeepJson(depth) {
  const text = `{"images":[],"categories":[],"annotations":[${"[".repeat(depth)}${"]".repeat(depth)}]}`;
  return zipSync({ "a.jpg": await picture(), "labels.json": [Buffer.from(text), { level: 0 }] });
}

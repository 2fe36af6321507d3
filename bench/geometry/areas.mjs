// The area of every shape that the readers make of real files, and of every shape of the demo scenes, bit for bit: one line a shape.
// Run before a change of the geometry and after it; the two files have to be the same.
//   node bench/geometry/areas.mjs ../shared/samples areas.txt
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import sharp from "sharp";
import {
  decodeText,
  FORMAT_NAMES,
  FormatError,
  geometryAreaPx,
  isAnnotationPath,
  isImagePath,
  parseAnnotations,
} from "../../packages/annotations/dist/index.js";
import { composeScene } from "../../packages/scenes/dist/compose/composeScene.js";
import { sceneSeed } from "../../packages/scenes/dist/dataset/sceneSeed.js";
import { DEMO_DATASET } from "../../packages/scenes/dist/index.js";

const [samples, output] = process.argv.slice(2);
if (samples === undefined || output === undefined || !existsSync(samples)) {
  console.error("Usage: node bench/geometry/areas.mjs SAMPLES_FOLDER OUTPUT_FILE");
  process.exit(2);
}

/** @type {Set<string>} */
const lines = new Set();
const bits = new DataView(new ArrayBuffer(8));

/** @param {string} place @param {import("../../packages/annotations/dist/index.js").Geometry} geometry @param {any} box @param {number} areaPx */
function note(place, geometry, box, areaPx) {
  const hex = [areaPx, geometryAreaPx(geometry, box)].map((value) => {
    bits.setFloat64(0, value);
    return bits.getBigUint64(0).toString(16);
  });
  lines.add(`${place} ${hex.join(" ")} ${areaPx}`);
}

/** @param {string} place @param {Map<string, () => Uint8Array>} entries */
async function noteFolder(place, entries) {
  const paths = [...entries.keys()];
  const read = (/** @type {string} */ path) => /** @type {() => Uint8Array} */ (entries.get(path))();
  const files = paths.filter(isAnnotationPath).map((path) => ({ path, text: async () => decodeText(read(path)) }));
  const images = {
    sizePx: async (/** @type {string} */ path) => {
      const { width, height } = await sharp(read(path))
        .metadata()
        .catch(() => ({ width: undefined, height: undefined }));
      return width && height ? { widthPx: width, heightPx: height } : null;
    },
    bytes: async (/** @type {string} */ path) => read(path),
  };
  for (const format of [undefined, ...FORMAT_NAMES]) {
    for (const imagePaths of [null, paths.filter(isImagePath)]) {
      try {
        const document = await parseAnnotations({
          files,
          imagePaths,
          ...(imagePaths && { images }),
          ...(format && { format }),
        });
        for (const image of document.images) {
          for (const { key, geometry, boxXywhPx, areaPx } of image.annotations) {
            note(`${place} ${format} ${imagePaths?.length} ${key}`, geometry, boxXywhPx, areaPx);
          }
        }
      } catch (error) {
        // Most folders are of one format and refused by the readers of all others.
        if (!(error instanceof FormatError)) console.warn(`${place} as ${format}: ${error}`);
      }
    }
  }
}

/** Every folder that holds an annotation file or a mask, by itself and with what lies below it. */
const files = readdirSync(samples, { recursive: true, encoding: "utf8" }).filter((path) =>
  statSync(join(samples, path)).isFile(),
);
const folders = new Set(
  files.flatMap((path) => {
    const above = [];
    for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) above.push(folder);
    return above;
  }),
);
for (const folder of [...folders].sort()) {
  const inside = files.filter((path) => path.startsWith(`${folder}/`));
  await noteFolder(
    folder,
    new Map(inside.map((path) => [path.slice(folder.length + 1), () => readFileSync(join(samples, path))])),
  );
}
for (const zip of files.filter((path) => path.endsWith(".zip"))) {
  const entries = Object.entries(unzipSync(readFileSync(join(samples, zip))));
  await noteFolder(zip, new Map(entries.map(([name, bytes]) => [name, () => bytes])));
}
const ofSamples = lines.size;
const { seed, trainCount, validationCount } = DEMO_DATASET;
const scenes = /** @type {const} */ ([
  ["train", trainCount],
  ["val", validationCount],
]);
for (const [subset, count] of scenes) {
  for (let index = 0; index < count; index++) {
    for (const [i, { parts, boxXywhPx, areaPx }] of composeScene(sceneSeed(seed, subset, index)).instances.entries()) {
      note(`${subset} scene ${index} ${i}`, { type: "polygon", parts }, boxXywhPx, areaPx);
    }
  }
}
writeFileSync(output, `${[...lines].sort().join("\n")}\n`);
console.log(`${ofSamples} shapes of ${folders.size} folders and ${lines.size - ofSamples} of demo scenes`);

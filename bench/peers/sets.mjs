// Real sets, read as `maskyard convert` reads them, and their exports.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  decodeText,
  geometryBoxXywhPx,
  isAnnotationPath,
  isImagePath,
  parseAnnotations,
  runsFromGeometry,
  WRITERS,
  writeAnnotations,
} from "@maskyard/annotations";
import sharp from "sharp";

/** @typedef {import("@maskyard/annotations").DocumentAnnotation} DocumentAnnotation */
/** @typedef {import("@maskyard/annotations").DocumentImage} DocumentImage */
/** @typedef {import("@maskyard/annotations").RunLengths} RunLengths */
/** @typedef {import("@maskyard/annotations").WritableFormat} WritableFormat */

const SAMPLES = fileURLToPath(new URL("../../../shared/samples/", import.meta.url));

/** Folders of the samples. The pictures of same12 are not among them: grey ones of their sizes stand for them. */
export const SETS = {
  facades: { folder: "street-facades-coco", what: "COCO by Roboflow, 60 images in train and val" },
  nuts: { folder: "nuts-labelme-coco/labelme", what: "labelme, 18 images, not split" },
  tiny: { folder: "tinycoco-permissive", what: "COCO, 13 images in train and val, some without objects" },
  same12: { folder: "same12-by-tool/labelme-7.1.0", what: "labelme with masks, 12 images, not split" },
};

/** Whether the samples are on this machine. */
export const hasSamples = () => existsSync(path.join(SAMPLES, "README.md"));

/** @param {keyof typeof SETS} name */
export async function readSet(name) {
  const root = path.join(SAMPLES, SETS[name].folder);
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((one) =>
    statSync(path.join(root, one)).isFile(),
  );
  const files = paths.filter((one) => isAnnotationPath(one) && !one.endsWith("README.md"));
  const images = paths.filter(isImagePath);
  const document = await parseAnnotations({
    files: files.map((one) => ({ path: one, text: async () => decodeText(readFileSync(path.join(root, one))) })),
    imagePaths: images.length === 0 ? null : images,
  });
  return { root, document };
}

/** What an export is written as: a format, and the options that some readers need. */
export const WRITTEN = {
  coco: { format: "coco" },
  voc: { format: "voc" },
  "voc --voc-base 1": { format: "voc", options: { vocBase: 1 } },
  yolo: { format: "yolo" },
  "yolo-seg": { format: "yolo-seg" },
  cvat: { format: "cvat" },
  labelme: { format: "labelme" },
  "label-studio": { format: "label-studio" },
};

/**
 * What a reader has to find: an object's box and mask, null where the format has none of it.
 * @typedef {{ category: string, boxXywhPx: readonly number[], runs: RunLengths | null }} TrueObject
 * @typedef {{ path: string, widthPx: number, heightPx: number, objects: TrueObject[] }} TrueImage
 * @typedef {{ categories: string[], images: TrueImage[] }} Truth
 */

/**
 * Writes a set, with its pictures.
 * @param {Awaited<ReturnType<typeof readSet>>} set
 * @param {keyof typeof WRITTEN} written
 * @param {string} folder
 * @returns {Promise<Truth>}
 */
export async function writeSet({ root, document }, written, folder) {
  const { format, options = {} } = /** @type {{ format: WritableFormat, options?: {} }} */ (WRITTEN[written]);
  const { files, imagePathOf, amendments } = writeAnnotations(document, format, options);
  const write = (/** @type {string} */ name, /** @type {string | Uint8Array} */ content) => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  for (const { path: name, content } of files) {
    write(name, typeof content === "string" || content instanceof Uint8Array ? content : [...content].join(""));
  }
  for (const [image, name] of imagePathOf) {
    write(name, image.matchedPath === null ? await greyJpeg(image) : readFileSync(path.join(root, image.matchedPath)));
  }
  const { shape, isBoxOfShape } = WRITERS[format].precision;
  const ofKinds = (/** @type {string[]} */ ...kinds) =>
    new Set(amendments.filter(({ kind }) => kinds.includes(kind)).map(({ place }) => place));
  const gone = ofKinds("dropped", "merged");
  // What others cover of a mask is not in the file, and the export has said so.
  const covered = ofKinds("clipped");
  const objectOf = (/** @type {DocumentAnnotation} */ annotation, /** @type {DocumentImage} */ image) => {
    const { key, categoryName, geometry, boxXywhPx } = annotation;
    const size = /** @type {const} */ ([image.heightPx ?? 0, image.widthPx ?? 0]);
    const hasMask = geometry.type !== "box" && shape !== "box" && !covered.has(key);
    return {
      category: categoryName,
      boxXywhPx: isBoxOfShape ? (geometryBoxXywhPx(geometry) ?? boxXywhPx) : boxXywhPx,
      runs: hasMask ? runsFromGeometry(geometry, boxXywhPx, ...size) : null,
    };
  };
  return {
    categories: document.categories.map(({ name }) => name),
    images: document.images.map((image) => ({
      path: imagePathOf.get(image) ?? "",
      ...{ widthPx: image.widthPx ?? 0, heightPx: image.heightPx ?? 0 },
      objects: image.annotations.filter(({ key }) => !gone.has(key)).map((one) => objectOf(one, image)),
    })),
  };
}

async function greyJpeg(/** @type {DocumentImage} */ { widthPx, heightPx }) {
  const size = { width: widthPx ?? 1, height: heightPx ?? 1 };
  return await sharp({ create: { ...size, channels: 3, background: "#888" } })
    .jpeg()
    .toBuffer();
}

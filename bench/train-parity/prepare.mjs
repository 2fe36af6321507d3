// Draws the demo scenes and writes them as both sides read them: RGB pixels of a smaller size, masks, boxes, and the ground truth of the
// validation images as a COCO file.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { maskFromGeometry, parseAnnotations, rleFromMaskRowMajor } from "../../packages/annotations/dist/index.js";
import { writeCampusDataset } from "../../packages/scenes/dist/index.js";
import { settings } from "./settings.mjs";

const folder = process.argv[2];
const scenes = path.join(folder, "scenes");
await writeCampusDataset({ directory: scenes });
const documents = await Promise.all(["train", "val"].map(readSubset));
const classNames = [...new Set(documents.flatMap((one) => one.categories.map(({ name }) => name)))].sort();
/** @type {{ settings: object, classNames: string[], train: object[], val: object[] }} */
const data = { settings, classNames, train: [], val: [] };
/** @type {{ images: object[], annotations: object[], categories: object[] }} */
const truth = { images: [], annotations: [], categories: classNames.map((name, index) => ({ id: index + 1, name })) };
for (const [place, subset] of /** @type {const} */ (["train", "val"]).entries()) {
  for (const [index, image] of documents[place].images.entries())
    data[subset].push(await writeImage(`${subset}-${index}`, subset, image));
}
writeFileSync(path.join(folder, "gt.json"), JSON.stringify(truth));
writeFileSync(path.join(folder, "data.json"), JSON.stringify(data));
console.log(`${data.train.length} training and ${data.val.length} validation scenes`);

async function readSubset(subset) {
  const file = path.join(subset, "_annotations.coco.json");
  const document = await parseAnnotations({
    files: [{ path: file, text: async () => readFileSync(path.join(scenes, file), "utf8") }],
    imagePaths: JSON.parse(readFileSync(path.join(scenes, file), "utf8")).images.map(({ file_name }) =>
      path.join(subset, file_name),
    ),
    format: "coco",
  });
  return document;
}

async function writeImage(name, subset, image) {
  const source = sharp(path.join(scenes, image.matchedPath));
  const { width, height } = await source.metadata();
  const scale = settings.shortSidePx / Math.min(width, height);
  const [widthPx, heightPx] = [Math.round(width * scale), Math.round(height * scale)];
  const pixels = await source.resize(widthPx, heightPx, { fit: "fill" }).removeAlpha().raw().toBuffer();
  writeFileSync(path.join(folder, `${name}.rgb`), pixels);
  const objects = [];
  const masks = [];
  for (const { geometry, boxXywhPx, categoryName } of image.annotations) {
    const mask = smaller(maskFromGeometry(geometry, boxXywhPx, height, width), { width, height }, widthPx, heightPx);
    const box = boxOf(mask, widthPx);
    if (box === null || box[2] - box[0] < 2 || box[3] - box[1] < 2) continue;
    const label = classNames.indexOf(categoryName) + 1;
    objects.push([...box, label]);
    masks.push(mask);
    if (subset === "val") addTruth(mask, box, label, heightPx, widthPx);
  }
  writeFileSync(path.join(folder, `${name}.masks`), Buffer.concat(masks));
  const id =
    subset === "val"
      ? truth.images.push({ id: truth.images.length + 1, width: widthPx, height: heightPx, file_name: name })
      : null;
  return { name, id, widthPx, heightPx, objects };
}

/** The nearest pixel of the full-size mask. */
function smaller(mask, { width, height }, widthPx, heightPx) {
  const result = new Uint8Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const row = Math.floor(((y + 0.5) * height) / heightPx) * width;
    for (let x = 0; x < widthPx; x++) result[y * widthPx + x] = mask[row + Math.floor(((x + 0.5) * width) / widthPx)];
  }
  return result;
}

function boxOf(mask, widthPx) {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  mask.forEach((value, index) => {
    if (value === 0) return;
    const [x, y] = [index % widthPx, Math.floor(index / widthPx)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
  });
  return right === 0 ? null : /** @type {[number, number, number, number]} */ ([left, top, right, bottom]);
}

function addTruth(mask, [left, top, right, bottom], label, heightPx, widthPx) {
  truth.annotations.push({
    id: truth.annotations.length + 1,
    image_id: truth.images.length + 1,
    category_id: label,
    bbox: [left, top, right - left, bottom - top],
    area: mask.reduce((sum, value) => sum + value, 0),
    iscrowd: 0,
    segmentation: rleFromMaskRowMajor(mask, heightPx, widthPx),
  });
}

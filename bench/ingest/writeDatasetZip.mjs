import { once } from "node:events";
import { Zip, ZipPassThrough } from "fflate";

const [widthPx, heightPx] = [640, 480];
const points = 12;

/**
 * A COCO dataset of generated pictures as a zip, written as it is made.
 * @param {import("node:fs").WriteStream} out
 * @param {{ imageCount: number, polygonsPerImage: number, sharp: Function }} options
 * @returns {Promise<number>} its bytes
 */
export async function writeDatasetZip(out, { imageCount, polygonsPerImage, sharp }) {
  let bytes = 0;
  const zip = new Zip((error, chunk, isLast) => {
    if (error) throw error;
    bytes += chunk.length;
    out.write(chunk);
    if (isLast) out.end();
  });
  const finished = new Promise((resolve, reject) => out.once("close", () => resolve(undefined)).once("error", reject));
  /** @param {string} name @param {Uint8Array} content */
  const add = (name, content) => {
    const file = new ZipPassThrough(name);
    zip.add(file);
    file.push(content, true);
  };
  const annotations = [];
  for (let image = 0; image < imageCount; image++) {
    add(`images/${String(image).padStart(6, "0")}.jpg`, await makePicture(image, sharp));
    for (let a = 0; a < polygonsPerImage; a++) annotations.push(makeAnnotation(image, a, polygonsPerImage));
    // The stream drains between pictures, so that the zip is never in memory whole.
    if (out.writableNeedDrain) await once(out, "drain");
  }
  const images = Array.from({ length: imageCount }, (_, id) => ({
    id,
    file_name: `images/${String(id).padStart(6, "0")}.jpg`,
    width: widthPx,
    height: heightPx,
  }));
  const categories = [1, 2, 3, 4].map((id) => ({ id, name: `class ${id}` }));
  add("annotations.json", Buffer.from(JSON.stringify({ images, annotations, categories })));
  zip.end();
  await finished;
  return bytes;
}

/** Coarse noise enlarged: as large a JPEG as a photograph of this size, and never twice the same. @param {number} seed @param {Function} sharp */
function makePicture(seed, sharp) {
  const pixels = Buffer.alloc(80 * 60 * 3);
  let state = (seed + 1) * 2_654_435_761;
  for (let i = 0; i < pixels.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pixels[i] = state >>> 24;
  }
  return sharp(pixels, { raw: { width: 80, height: 60, channels: 3 } })
    .resize(widthPx, heightPx)
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** @param {number} image @param {number} index @param {number} count */
function makeAnnotation(image, index, count) {
  const [x, y, radius] = [
    40 + ((image * 37 + index * 71) % 560),
    40 + ((image * 53 + index * 29) % 400),
    10 + ((image + index) % 25),
  ];
  const ring = Array.from({ length: points }, (_, i) => {
    const angle = (2 * Math.PI * i) / points;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)].map((value) => Math.round(value * 100) / 100);
  }).flat();
  return {
    id: image * count + index,
    image_id: image,
    category_id: 1 + (index % 4),
    iscrowd: 0,
    area: Math.round(Math.PI * radius * radius),
    bbox: [x - radius, y - radius, 2 * radius, 2 * radius],
    segmentation: [ring],
  };
}

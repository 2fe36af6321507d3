import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { parseAnnotations } from "../../packages/annotations/dist/index.js";

/**
 * A snapshot's manifest, made without a database of a folder of COCO exports with their images.
 * @param {string} folder
 * @param {import("../../packages/store/dist/index.js").BlobStore} blobs where images and manifest are put
 * @param {(imagePath: string) => "train" | "val" | null} subsetOf by an image's path in the folder; null leaves it out
 * @returns {Promise<{ manifestSha256: string, imageCounts: { train: number, val: number }, annotationCount: number }>}
 */
export async function putCocoManifest(folder, blobs, subsetOf) {
  const paths = readdirSync(folder, { recursive: true }).map((file) => String(file).replaceAll(path.sep, "/"));
  const document = await parseAnnotations({
    files: paths
      .filter((file) => file.endsWith(".json") && !file.endsWith("dataset.json"))
      .map((file) => ({ path: file, text: async () => readFileSync(path.join(folder, file), "utf8") })),
    imagePaths: paths.filter((file) => /\.(jpe?g|png)$/i.test(file)),
    format: "coco",
  });
  const categories = document.categories.map(({ name }, position) => ({ id: `category-${name}`, name, position }));
  const imageCounts = { train: 0, val: 0 };
  let annotationCount = 0;
  const images = [];
  for (const image of document.images) {
    if (image.matchedPath === null) continue;
    const subset = subsetOf(image.matchedPath);
    if (subset === null) continue;
    const bytes = readFileSync(path.join(folder, image.matchedPath));
    const { autoOrient } = await sharp(bytes).metadata();
    const { sha256 } = await blobs.put(bytes, "image/jpeg");
    imageCounts[subset] += 1;
    annotationCount += image.annotations.length;
    images.push({
      id: image.key,
      fileName: image.fileName,
      blobSha256: sha256,
      widthPx: autoOrient.width,
      heightPx: autoOrient.height,
      exifOrientation: 1,
      subset,
      annotations: image.annotations.map(({ key, categoryName, geometry, boxXywhPx, areaPx, isCrowd }) => ({
        id: key,
        revision: 1,
        categoryId: `category-${categoryName}`,
        geometry,
        boxXywhPx,
        areaPx,
        isCrowd,
      })),
    });
  }
  const manifest = { version: 1, datasetId: "bench", categories, images };
  const { sha256 } = await blobs.put(gzipSync(JSON.stringify(manifest)), "application/gzip");
  return { manifestSha256: sha256, imageCounts, annotationCount };
}

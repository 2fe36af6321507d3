import { insertAnnotations, insertBlobs, insertImages, inTransaction, newId } from "../../packages/store/dist/index.js";
import { randomRing } from "./hostileZips.mjs";

/**
 * A dataset whose shapes no write would take in: rings of random points straight into the database.
 * @param {import("pg").Pool} pool @param {string} projectId @param {{ rings: number, points: number }} size
 * @returns {Promise<string>} its global id
 */
export async function seedHostileShapes(pool, projectId, { rings, points }) {
  const [datasetId, categoryId, sha256] = [newId(), newId(), "1".repeat(64)];
  await pool.query("INSERT INTO dataset (id, project_id, name) VALUES ($1, $2, 'hostile shapes')", [
    datasetId,
    projectId,
  ]);
  await pool.query(
    "INSERT INTO category (id, dataset_id, name, color, position) VALUES ($1, $2, 'car', '#ff0000', 0)",
    [categoryId, datasetId],
  );
  await inTransaction(pool, async (client) => {
    await insertBlobs(client, null, [{ sha256, bytes: 0, mediaType: "image/jpeg" }]);
    const [imageId] = await insertImages(client, [
      {
        datasetId,
        fileName: "a.jpg",
        blobSha256: sha256,
        originalSha256: sha256,
        widthPx: 1_000,
        heightPx: 1_000,
        exifOrientation: 1,
      },
    ]);
    const rows = Array.from({ length: rings }, (_, ring) => ({
      datasetId,
      imageId: String(imageId),
      categoryId,
      geometry: /** @type {const} */ ({
        type: "polygon",
        parts: [{ outer: randomRing(1_000 + ring, points), holes: [] }],
      }),
      boxXywhPx: /** @type {const} */ ([0, 0, 1_000, 1_000]),
      areaPx: 500_000,
      isCrowd: false,
      origin: /** @type {const} */ ("IMPORT"),
    }));
    await insertAnnotations(client, rows);
  });
  return Buffer.from(`Dataset:${datasetId}`).toString("base64url");
}

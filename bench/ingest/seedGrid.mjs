import {
  createDatabase,
  insertAnnotations,
  insertBlobs,
  insertImages,
  inTransaction,
  newId,
} from "../../packages/store/dist/index.js";

const annotationsPerImage = 20;

/** A dataset of 20 annotations an image (a million for 50,000), written by COPY beside what is there. @param {string} url @param {number} images */
export async function seedGrid(url, images) {
  const db = createDatabase(url);
  try {
    const { rows } = await db.pool.query("SELECT id FROM project LIMIT 1");
    const [datasetId, categoryId, sha256] = [newId(), newId(), "0".repeat(64)];
    await db.pool.query("INSERT INTO dataset (id, project_id, name) VALUES ($1, $2, 'a million')", [
      datasetId,
      rows[0].id,
    ]);
    await db.pool.query(
      "INSERT INTO category (id, dataset_id, name, color, position) VALUES ($1, $2, 'car', '#ff0000', 0)",
      [categoryId, datasetId],
    );
    await inTransaction(db.pool, async (client) => {
      await insertBlobs(client, null, [{ sha256, bytes: 0, mediaType: "image/jpeg" }]);
      const size = { widthPx: 640, heightPx: 480, exifOrientation: 1 };
      const imageIds = await insertImages(
        client,
        Array.from({ length: images }, (_, i) => ({
          datasetId,
          fileName: `${i}.jpg`,
          blobSha256: sha256,
          originalSha256: sha256,
          ...size,
        })),
      );
      const outer = Array.from({ length: 24 }, (_, i) => 100 + 30 * Math.cos(i));
      function* rowsOf() {
        for (const imageId of imageIds) {
          for (let a = 0; a < annotationsPerImage; a++) {
            yield {
              datasetId,
              imageId,
              categoryId,
              geometry: /** @type {const} */ ({ type: "polygon", parts: [{ outer, holes: [] }] }),
              boxXywhPx: /** @type {const} */ ([70, 70, 60, 60]),
              areaPx: 2_800,
              isCrowd: false,
              origin: /** @type {const} */ ("IMPORT"),
            };
          }
        }
      }
      await insertAnnotations(client, rowsOf());
    });
    await db.pool.query("ANALYZE");
    return {
      datasetId: Buffer.from(`Dataset:${datasetId}`).toString("base64url"),
      images,
      annotations: images * annotationsPerImage,
    };
  } finally {
    await db.close();
  }
}

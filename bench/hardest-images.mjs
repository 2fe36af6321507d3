// `npm run bench -- hardest-images [IMAGES] [EPOCHS] [RUNS]`: the dataset page's "Hardest images", asked of the API over the stored losses of every image at
// every epoch of several runs.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { appendImageLosses, insertBlobs, insertImages, inTransaction, newId } from "../packages/store/dist/index.js";
import { startPostgres } from "../tools/postgres/startPostgres.mjs";
import { randomSource, seedSurroundings } from "./compare/seedComparedRuns.mjs";
import { startProduct } from "./compare/startProduct.mjs";
import { quantile } from "./experiments/curves.mjs";

const [images = 10_000, epochs = 50, runs = 5] = process.argv.slice(2).map(Number);
const BATCH_SIZE = 4;
/** Image-steps written at once; a trainer writes fewer. */
const WRITTEN_AT_ONCE = 2_000;
const REPEATS = 25;
const QUERY = `query ($id: ID!) { dataset(id: $id) { hardestImages(first: 60) {
  runs times notNumbers relativeLoss latestLoss greatestLoss greatestStep image { id fileName } greatestRun { id name } } } }`;

const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-hardest-"));
const postgres = await startPostgres({ dataDir: path.join(folder, "data") });
const product = await startProduct(postgres.url, folder);
try {
  const { datasetId, snapshotIds, trainerId } = await seedSurroundings(product.db, product.projectId);
  const imageIds = await seedImages(datasetId);
  const random = randomSource(11);
  const startedMs = performance.now();
  for (let run = 0; run < runs; run++) {
    const lease = await claimedRun({ datasetId, snapshotId: snapshotIds[0], trainerId, number: run + 1 });
    let batch = [];
    for (let place = 0; place < images * epochs; place++) {
      // Every epoch in an order of its own, as far as a stride makes one.
      const index = (place * 7_919 + Math.floor(place / images) * 31) % images;
      const hardness = 0.2 + (index % 97) / 40;
      const part = (/** @type {number} */ share) => Math.fround(hardness * share * (0.5 + random()));
      batch.push({
        step: Math.floor(place / BATCH_SIZE) + 1,
        imageId: imageIds[index],
        augmentation: null,
        classifier: part(0.3),
        boxRegression: part(0.2),
        mask: part(0.3),
        objectness: part(0.1),
        rpnBoxRegression: part(0.1),
      });
      if (batch.length === WRITTEN_AT_ONCE || place === images * epochs - 1) {
        await appendImageLosses(product.db.pool, { ...lease, losses: batch });
        batch = [];
      }
    }
  }
  // As it is in use: one run is at work, those before it have ended.
  await product.db.pool.query(
    `WITH ended AS (UPDATE run SET status = 'SUCCEEDED' WHERE number < $1 RETURNING job_id)
     UPDATE job SET status = 'SUCCEEDED', lease_expires_at = NULL FROM ended WHERE id = job_id`,
    [runs],
  );
  const writingMs = performance.now() - startedMs;
  const { rows } = await product.db.pool.query(
    "SELECT pg_size_pretty(sum(pg_total_relation_size(c.oid))) AS size FROM pg_class c WHERE relname LIKE 'image_loss%' AND relkind = 'r'",
  );
  const count = images * epochs * runs;
  console.log(
    `${images.toLocaleString("en")} images x ${epochs} epochs x ${runs} runs: ${count.toLocaleString("en")} image-steps written in ${(writingMs / 1000).toFixed(0)} s, ` +
      `${((1000 * writingMs) / count).toFixed(1)} µs each, ${rows[0]?.size} on disk`,
  );
  const times = [];
  let bytes = 0;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const askedMs = performance.now();
    const text = await ask(datasetId);
    times.push(performance.now() - askedMs);
    bytes = text.length;
    const { data, errors } = JSON.parse(text);
    if (errors || data.dataset.hardestImages.length !== 60) throw new Error(text.slice(0, 500));
  }
  console.log(
    `The 60 hardest over HTTP: first ${times[0]?.toFixed(0)} ms, p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms, ${Math.round(bytes / 1000)} KB`,
  );
} finally {
  await product.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} datasetId */
async function seedImages(datasetId) {
  const sha256 = "1".repeat(64);
  return inTransaction(product.db.pool, async (client) => {
    await insertBlobs(client, null, [{ sha256, bytes: 0, mediaType: "image/jpeg" }]);
    return insertImages(
      client,
      Array.from({ length: images }, (_, index) => ({
        datasetId,
        fileName: `${index}.jpg`,
        blobSha256: sha256,
        originalSha256: sha256,
        widthPx: 640,
        heightPx: 480,
        exifOrientation: 1,
      })),
    );
  });
}

/** @param {{ datasetId: string, snapshotId: string | undefined, trainerId: string, number: number }} options */
async function claimedRun({ datasetId, snapshotId, trainerId, number }) {
  const runId = newId();
  await product.db.pool.query(
    `WITH job AS (
       INSERT INTO job (id, project_id, kind, status, fencing_token, trainer_id, lease_expires_at)
       VALUES ($1, $2, 'TRAIN', 'RUNNING', 1, $6, now() + interval '1 hour')
     )
     INSERT INTO run (id, job_id, project_id, dataset_id, snapshot_id, number, name, recipe, preset, configuration, seed, status)
     VALUES ($1, $1, $2, $3, $4, $5, 'run', 'MININET', 'demo', '{}', 1, 'RUNNING')`,
    [runId, product.projectId, datasetId, snapshotId, number, trainerId],
  );
  return { runId, jobId: runId, fencingToken: 1 };
}

/** @param {string} datasetId */
async function ask(datasetId) {
  const response = await fetch(`${product.origin}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${product.token}`, "content-type": "application/json" },
    body: JSON.stringify({
      query: QUERY,
      variables: { id: Buffer.from(`Dataset:${datasetId}`).toString("base64url") },
    }),
  });
  return response.text();
}

// What it costs a step that each image's own losses come out of it: computing them beside the batch's, handing them to the
// supervising process, and storing them in a Postgres that syncs every commit.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { deserialize, serialize } from "node:v8";
import { imageMeans } from "../../packages/model/dist/losses/imageMeans.js";
import {
  appendImageLosses,
  claimRun,
  createDatabase,
  newId,
  registerTrainer,
} from "../../packages/store/dist/index.js";
import { migrate } from "../../tools/postgres/migrate.mjs";
import { startPostgres } from "../../tools/postgres/startPostgres.mjs";

const repetitions = 100;
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/**
 * @param messages the losses of each message the training process sent, in order
 * @param steps how many steps sent them
 * @returns milliseconds a step
 */
export async function measureImageLossCost({ tf, configuration, messages, steps }) {
  const computing = Math.max(0, computeMs(tf, configuration, true) - computeMs(tf, configuration, false));
  const sendingStartedMs = performance.now();
  for (const losses of messages) deserialize(serialize({ type: "imageLosses", losses }));
  const sending = (performance.now() - sendingStartedMs) / steps;
  return { computing, sending, storing: await storeMs(messages, steps) };
}

/** The five losses' means with their gradients and the read back: with a row for every image, or with the batch's alone. */
function computeMs(tf, { batchSize, rpnBatchSizePerImage, roiBatchSizePerImage, roiPositiveFraction }, perImage) {
  const positives = Math.round(roiBatchSizePerImage * roiPositiveFraction);
  const parts = [roiBatchSizePerImage, positives, positives, rpnBatchSizePerImage, rpnBatchSizePerImage / 2].map(
    (samplesPerImage) => ({
      values: tf.variable(tf.ones([samplesPerImage * batchSize])),
      images: Int32Array.from({ length: samplesPerImage * batchSize }, (_, at) => Math.floor(at / samplesPerImage)),
      divisors: Array.from({ length: batchSize }, () => samplesPerImage),
    }),
  );
  const times = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const startedMs = performance.now();
    const { value, grads } = tf.variableGrads(() => {
      const rows = parts.map(({ values, images, divisors }) =>
        perImage
          ? imageMeans(tf, values, images, divisors)
          : tf.reshape(tf.matMul(tf.fill([1, images.length], 1 / images.length), tf.reshape(values, [-1, 1])), [-1]),
      );
      const table = tf.stack(rows);
      table.dataSync();
      return tf.sum(tf.slice(table, [0, 0], [parts.length, 1]));
    });
    for (const tensor of [value, ...Object.values(grads)]) tensor.dispose();
    times.push(performance.now() - startedMs);
  }
  for (const { values } of parts) values.dispose();
  return median(times.slice(repetitions / 4));
}

async function storeMs(messages, steps) {
  const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-losses-"));
  const postgres = await startPostgres({ dataDir: path.join(folder, "data") });
  await migrate(postgres.url);
  const db = createDatabase(postgres.url);
  try {
    const lease = await claimedRun(db.pool);
    const imageIds = new Map();
    const rows = messages.map((losses) =>
      losses.map((loss) => {
        const imageId = imageIds.get(loss.imageId) ?? newId();
        imageIds.set(loss.imageId, imageId);
        return { ...loss, imageId };
      }),
    );
    const startedMs = performance.now();
    for (const losses of rows) await appendImageLosses(db.pool, { ...lease, losses });
    return (performance.now() - startedMs) / steps;
  } finally {
    await db.close();
    await postgres.stop();
    rmSync(postgres.dataDir, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

async function claimedRun(pool) {
  const [projectId, datasetId, snapshotId] = [newId(), newId(), newId()];
  await pool.query("INSERT INTO project (id, name, slug) VALUES ($1, 'bench', 'bench')", [projectId]);
  await pool.query("INSERT INTO dataset (id, project_id, name) VALUES ($1, $2, 'bench')", [datasetId, projectId]);
  await pool.query("INSERT INTO blob (sha256, bytes, media_type) VALUES ('0', 0, 'application/gzip')");
  await pool.query(
    "INSERT INTO snapshot (id, dataset_id, hash, manifest_sha256, image_count, annotation_count) VALUES ($1, $2, 'h', '0', 0, 0)",
    [snapshotId, datasetId],
  );
  await pool.query(
    `WITH job AS (INSERT INTO job (id, project_id, kind) VALUES ($1, $2, 'TRAIN'))
     INSERT INTO run (id, job_id, project_id, dataset_id, snapshot_id, number, name, recipe, preset, configuration, seed)
     VALUES ($1, $1, $2, $3, $4, 1, 'bench', 'MININET', 'scratch', '{}', 1)`,
    [newId(), projectId, datasetId, snapshotId],
  );
  const { trainerId } = await registerTrainer(pool, {
    name: "bench",
    host: "bench",
    device: "cpu",
    engineVersion: "-",
    version: "-",
  });
  const claimed = await claimRun(pool, { trainerId, leaseSeconds: 600 });
  if (!claimed) throw new Error("claimedRun: expected the one run that waits, got none");
  return claimed;
}

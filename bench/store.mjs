// Curves, bulk rows and snapshots of packages/store on a Postgres of its own that syncs every commit.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  appendPoints,
  BlobStore,
  claimRun,
  createDatabase,
  createSnapshot,
  insertAnnotations,
  insertBlobs,
  insertImages,
  inTransaction,
  newId,
  readManifest,
  readSeries,
  registerTrainer,
} from "../packages/store/dist/index.js";
import { migrate } from "../tools/postgres/migrate.mjs";
import { startPostgres } from "../tools/postgres/startPostgres.mjs";

const seriesPoints = 1_000_000;
const annotationCount = 200_000;
const annotationsPerImage = 20;
const seconds = (/** @type {number} */ startedMs) => (performance.now() - startedMs) / 1000;
const perSecond = (/** @type {number} */ count, /** @type {number} */ startedMs) =>
  Math.round(count / seconds(startedMs)).toLocaleString("en");

const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-store-"));
const postgres = await startPostgres({ dataDir: path.join(folder, "data") });
await migrate(postgres.url);
const db = createDatabase(postgres.url);
try {
  const ids = await makeProject();
  await measureCurves();
  await measureRows(ids);
} finally {
  await db.close();
  await postgres.stop();
  rmSync(postgres.dataDir, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

async function makeProject() {
  const [projectId, datasetId, snapshotId, runId, categoryId] = [newId(), newId(), newId(), newId(), newId()];
  const sha256 = "0".repeat(64);
  const { pool } = db;
  await pool.query("INSERT INTO project (id, name, slug) VALUES ($1, 'bench', 'bench')", [projectId]);
  await pool.query("INSERT INTO dataset (id, project_id, name) VALUES ($1, $2, 'bench')", [datasetId, projectId]);
  await pool.query(
    "INSERT INTO category (id, dataset_id, name, color, position) VALUES ($1, $2, 'car', '#ff0000', 0)",
    [categoryId, datasetId],
  );
  await inTransaction(pool, (client) => insertBlobs(client, null, [{ sha256, bytes: 0, mediaType: "image/jpeg" }]));
  await pool.query(
    "INSERT INTO snapshot (id, dataset_id, hash, manifest_sha256, image_count, annotation_count) VALUES ($1, $2, 'h', $3, 0, 0)",
    [snapshotId, datasetId, sha256],
  );
  await pool.query(
    `WITH job AS (INSERT INTO job (id, project_id, kind) VALUES ($1, $2, 'TRAIN'))
     INSERT INTO run (id, job_id, project_id, dataset_id, snapshot_id, number, name, recipe, preset, configuration, seed)
     VALUES ($1, $1, $2, $3, $4, 1, 'bench', 'MININET', 'demo', '{}', 1)`,
    [runId, projectId, datasetId, snapshotId],
  );
  return { datasetId, categoryId, sha256 };
}

async function measureCurves() {
  const { pool } = db;
  const { trainerId } = await registerTrainer(pool, {
    name: "bench",
    host: "bench",
    device: "cpu",
    engineVersion: "0",
    version: "0",
  });
  const run = await claimRun(pool, { trainerId, leaseSeconds: 3600 });
  if (!run) throw new Error("expected the run that was just made");
  const lease = { runId: run.runId, jobId: run.jobId, fencingToken: run.fencingToken };

  // What a trainer does: ten series, one step at a time.
  const names = Array.from({ length: 10 }, (_, index) => `series ${index}`);
  const steps = 500;
  let startedMs = performance.now();
  for (let step = 1; step <= steps; step++) {
    await appendPoints(pool, {
      ...lease,
      points: names.map((series) => ({ series, step, value: noisy(step) })),
    });
  }
  console.log(
    `append, 10 series step by step: ${perSecond(steps, startedMs)} durable calls/s, ${perSecond(steps * names.length, startedMs)} values/s`,
  );

  startedMs = performance.now();
  for (let from = 1; from <= seriesPoints; from += 10_000) {
    const points = Array.from({ length: 10_000 }, (_, index) => ({
      series: "long",
      step: from + index,
      value: noisy(from + index),
    }));
    await appendPoints(pool, { ...lease, points });
  }
  console.log(`append, one series in batches of 10,000: ${perSecond(seriesPoints, startedMs)} values/s`);
  const { rows } = await pool.query(
    `SELECT sum(pg_column_size(chunk.*))::float8 / $1 AS bytes FROM metric_chunk chunk
     JOIN metric_series series ON series.id = chunk.series_id WHERE series.name = 'long'`,
    [seriesPoints],
  );
  console.log(`stored, noisy float64 curve with its pyramid: ${rows[0].bytes.toFixed(2)} bytes a value`);

  for (const [label, share] of [
    ["all of 1,000,000 points", 1],
    ["a tenth", 0.1],
    ["a hundredth", 0.01],
  ]) {
    const times = [];
    for (let repeat = 0; repeat < 100; repeat++) {
      const width = seriesPoints * Number(share);
      const fromStep = 1 + Math.floor(((seriesPoints - width) * repeat) / 100);
      const readMs = performance.now();
      await readSeries(pool, {
        runId: run.runId,
        names: ["long"],
        points: 1000,
        fromStep,
        toStep: fromStep + width - 1,
      });
      times.push(performance.now() - readMs);
    }
    times.sort((a, b) => a - b);
    console.log(`read, ${label} at 1,000: p50 ${times[50]?.toFixed(1)} ms, p95 ${times[95]?.toFixed(1)} ms`);
  }
}

/** A loss curve's shape with noise in every digit. @param {number} step */
function noisy(step) {
  return 3 / Math.sqrt(step) + 0.05 * Math.random();
}

/** @param {{ datasetId: string, categoryId: string, sha256: string }} ids */
async function measureRows({ datasetId, categoryId, sha256 }) {
  const { pool } = db;
  let startedMs = performance.now();
  await inTransaction(pool, async (client) => {
    const imageIds = await insertImages(
      client,
      Array.from({ length: annotationCount / annotationsPerImage }, (_, index) => ({
        datasetId,
        fileName: `image-${index}.jpg`,
        blobSha256: sha256,
        originalSha256: sha256,
        widthPx: 640,
        heightPx: 480,
        exifOrientation: 1,
      })),
    );
    const outer = Array.from({ length: 40 }, (_, index) => index * 1.25);
    await insertAnnotations(
      client,
      Array.from({ length: annotationCount }, (_, index) => ({
        datasetId,
        imageId: String(imageIds[index % imageIds.length]),
        categoryId,
        geometry: { type: /** @type {const} */ ("polygon"), parts: [{ outer, holes: [] }] },
        boxXywhPx: /** @type {const} */ ([1, 2, 3, 4]),
        areaPx: 12,
        isCrowd: false,
        origin: /** @type {const} */ ("IMPORT"),
      })),
    );
  });
  console.log(
    `import, annotations of 20 points with their first revision: ${perSecond(annotationCount, startedMs)}/s (${seconds(startedMs).toFixed(1)} s for ${annotationCount.toLocaleString("en")})`,
  );
  const blobs = new BlobStore(path.join(folder, "blobs"));
  startedMs = performance.now();
  const snapshot = await createSnapshot(db, blobs, { datasetId, splitId: null });
  console.log(
    `snapshot of ${snapshot.annotationCount.toLocaleString("en")} annotations: ${seconds(startedMs).toFixed(1)} s`,
  );
  startedMs = performance.now();
  await readManifest(blobs, snapshot.manifestSha256);
  console.log(
    `its manifest read back: ${seconds(startedMs).toFixed(1)} s; peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`,
  );
}

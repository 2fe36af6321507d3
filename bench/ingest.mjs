// A generated dataset of 10,000 images and 200,000 polygons imported through the API's own import, in a process of its own; then
// the grid's first and last page over a million annotations written by COPY. `npm run bench -- ingest [images] [images of the grid]`.
import { spawn } from "node:child_process";
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { migrate } from "../tools/postgres/migrate.mjs";
import { startPostgres } from "../tools/postgres/startPostgres.mjs";
import { seedGrid } from "./ingest/seedGrid.mjs";
import { writeDatasetZip } from "./ingest/writeDatasetZip.mjs";

const repositoryDir = fileURLToPath(new URL("..", import.meta.url));
const imageCount = Number(process.argv[2] ?? 10_000);
const polygonsPerImage = 20;
const PAGE = `query ($id: ID!, $first: Int, $last: Int) { dataset(id: $id) { images(first: $first, last: $last) {
  totalCount pageInfo { hasNextPage endCursor } edges { node { id fileName widthPx heightPx annotationCount thumbnailUrl } } } } }`;
const MASKS = `query ($id: ID!, $first: Int, $last: Int) { dataset(id: $id) { images(first: $first, last: $last) { edges { node { id
  annotations { id category { id name color } geometry { kind parts { outer holes } } box { x y width height } } } } } } }`;
const requireFromApi = createRequire(path.join(repositoryDir, "apps/api/package.json"));

const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-ingest-"));
const postgres = await startPostgres({ dataDir: path.join(folder, "data") });
await migrate(postgres.url);
const url = "http://127.0.0.1:4199";
const env = {
  ...process.env,
  DATABASE_URL: postgres.url,
  MASKYARD_DATA: path.join(folder, "maskyard"),
  MASKYARD_SECRET: "a secret for measurements that is long enough",
  MASKYARD_ADMIN_PASSWORD: "correct horse battery",
  MASKYARD_URL: url,
  PORT: "4199",
  HOST: "127.0.0.1",
  LOG_LEVEL: "warn",
};
/** @type {import("node:child_process").ChildProcess | undefined} */
let api;
try {
  const token = await bootstrap();
  api = spawn(process.execPath, [path.join(repositoryDir, "apps/api/dist/main.js")], { env, stdio: "inherit" });
  await untilHealthy();
  await measureImport(token);
  await measureGrid(token);
} finally {
  if (api) {
    const exited = new Promise((resolve) => api?.once("exit", resolve));
    api.kill("SIGTERM");
    await exited;
  }
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** @returns {Promise<string>} */
async function bootstrap() {
  const child = spawn(process.execPath, [path.join(repositoryDir, "apps/api/dist/bootstrap.js")], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const chunk of child.stdout) text += chunk;
  return JSON.parse(text).token;
}

async function untilHealthy() {
  for (;;) {
    const healthy = await fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false, // not listening yet
    );
    if (healthy) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** @param {string} token @param {string} query @param {object} variables */
async function graph(token, query, variables) {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** Resident memory of the API in MiB. */
function apiMemoryMib() {
  const status = readFileSync(`/proc/${api?.pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}

/** @param {string} token */
async function measureImport(token) {
  const zipPath = path.join(folder, "dataset.zip");
  const bytes = await writeDatasetZip(createWriteStream(zipPath), {
    imageCount,
    polygonsPerImage,
    sharp: requireFromApi("sharp"),
  });
  console.log(
    `${imageCount.toLocaleString("en")} images of 640 x 480, ${(imageCount * polygonsPerImage).toLocaleString("en")} polygons, zip of ${Math.round(bytes / 2 ** 20)} MiB`,
  );
  const { openAsBlob } = await import("node:fs");
  const startedMs = performance.now();
  const response = await fetch(`${url}/files/imports?dataset=bench`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/zip" },
    body: await openAsBlob(zipPath),
  });
  const { importId } = await response.json();
  const memory = [];
  for (;;) {
    const { import: row } = await graph(
      token,
      "query ($id: ID!) { import(id: $id) { status error imagesDone imageCount annotationCount ledger { kept dropped } } }",
      { id: importId },
    );
    memory.push({ done: row.imagesDone, mib: apiMemoryMib() });
    if (row.status === "FAILED") throw new Error(row.error);
    if (row.status === "SUCCEEDED") {
      const seconds = (performance.now() - startedMs) / 1000;
      console.log(
        `Imported in ${seconds.toFixed(1)} s: ${Math.round(imageCount / seconds)} images/s, ${Math.round((imageCount * polygonsPerImage) / seconds)} annotations/s (upload, check, decoding and rows; ${row.annotationCount} kept)`,
      );
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const at = (/** @type {number} */ share) => memory.find(({ done }) => done >= imageCount * share)?.mib ?? 0;
  console.log(
    `Memory of the API: ${at(0.1)} MiB after a tenth, ${at(0.5)} after half, ${at(0.9)} after nine tenths, at most ${Math.max(...memory.map(({ mib }) => mib))}`,
  );
}

/** @param {string} token */
async function measureGrid(token) {
  const { datasetId, images, annotations } = await seedGrid(postgres.url, Number(process.argv[3] ?? 50_000));
  console.log(
    `Grid over ${images.toLocaleString("en")} images and ${annotations.toLocaleString("en")} annotations, pages of 48, from the API:`,
  );
  for (const [name, query, page] of /** @type {const} */ ([
    ["first page", PAGE, { first: 48 }],
    ["last page", PAGE, { last: 48 }],
    ["first page's masks", MASKS, { first: 48 }],
    ["last page's masks", MASKS, { last: 48 }],
  ])) {
    const timesMs = [];
    for (let i = 0; i < 60; i++) {
      const startedMs = performance.now();
      await graph(token, query, { id: datasetId, ...page });
      if (i >= 10) timesMs.push(performance.now() - startedMs);
    }
    timesMs.sort((a, b) => a - b);
    const share = (/** @type {number} */ part) => (timesMs[Math.floor(timesMs.length * part)] ?? 0).toFixed(0);
    console.log(`  ${name}: p50 ${share(0.5)} ms, p95 ${share(0.95)} ms`);
  }
}

// `npm run bench -- experiments [ingest] [curves] [runs] [deletion]`: logging, curves and the table of runs over HTTP, beside MLflow on the same Postgres and
// trackio where their environments are at hand. TCP_NODELAY on both sides: MLflow would lose 40 ms a call to a delayed acknowledgement.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startPostgres } from "../tools/postgres/startPostgres.mjs";
import { executeStatement } from "../tools/testing/executeStatement.mjs";
import { measureCurves } from "./experiments/curves.mjs";
import { measureDeletion } from "./experiments/deletion.mjs";
import { measureBatches, measureSingleCalls } from "./experiments/ingest.mjs";
import { measureRunTable } from "./experiments/runTable.mjs";
import { startMlflow } from "./experiments/startMlflow.mjs";
import { startOurs } from "./experiments/startOurs.mjs";
import { measureStorage } from "./experiments/storage.mjs";
import { measureTrackio } from "./experiments/trackio.mjs";

const asked = process.argv.slice(2);
const wants = (/** @type {string} */ part) => asked.length === 0 || asked.includes(part);
const count = (/** @type {number} */ value) => Math.round(value).toLocaleString("en");

const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-experiments-"));
const postgres = await startPostgres({ dataDir: path.join(folder, "data") });
/** @param {string} name */
const databaseOf = async (name) => {
  await executeStatement(postgres.url, `CREATE DATABASE ${name}`);
  const url = new URL(postgres.url);
  url.pathname = name;
  return url.href;
};
const ours = await startOurs(await databaseOf("ours"), folder);
/** @type {Awaited<ReturnType<typeof startMlflow>>} */
let mlflow;
try {
  if (!asked.includes("ours")) mlflow = await startMlflow(await databaseOf("mlflow"), folder);
  if (wants("ingest")) await ingest();
  if (wants("storage")) await measureStorage(ours);
  if (wants("curves")) await measureCurves(ours, mlflow);
  if (wants("runs")) await measureRunTable(ours, mlflow);
  if (wants("deletion")) await measureDeletion(ours);
} finally {
  await mlflow?.stop();
  await ours.stop();
  await postgres.stop();
  rmSync(postgres.dataDir, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

async function ingest() {
  await measureBatches(ours, 2, 20); // compiled by then
  for (const clients of [1, 8]) {
    const [own, theirs] = [
      await measureBatches(ours, clients, 100),
      mlflow && (await measureBatches(mlflow, clients, clients === 1 ? 20 : 5)),
    ];
    report(`values/s in batches of 1,000, ${clients} client(s)`, own, theirs);
  }
  for (const clients of [1, 8]) {
    const [own, theirs] = [
      await measureSingleCalls(ours, clients, 1_000),
      mlflow && (await measureSingleCalls(mlflow, clients, 50)),
    ];
    report(`single calls/s, ${clients} client(s)`, own, theirs);
  }
  if (!asked.includes("ours")) measureTrackio();
}

/** @param {string} what @param {number} own @param {number | undefined} theirs */
function report(what, own, theirs) {
  const beside =
    theirs === undefined ? "" : `; ${mlflow?.name} ${count(theirs)}, ours ${(own / theirs).toFixed(1)} times`;
  console.log(`${what}: ${count(own)}${beside}`);
}

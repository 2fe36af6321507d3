// `npm run bench -- pages`: what each page of the dashboard transfers in Chromium on the first visit ever and when its files are in the browser's cache.
import { createWriteStream, mkdtempSync, openAsBlob, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { startPostgres } from "../tools/postgres/startPostgres.mjs";
import { seedComparedRuns, seedSurroundings } from "./compare/seedComparedRuns.mjs";
import { startProduct } from "./compare/startProduct.mjs";
import { writeDatasetZip } from "./ingest/writeDatasetZip.mjs";
import { openPage } from "./pages/openPage.mjs";
import { kilobytes, totalOf } from "./pages/watchTransfer.mjs";

const RUNS = 20;
const POINTS = 2_000;
const IMAGES = 60;
const requireFromApi = createRequire(new URL("../apps/api/package.json", import.meta.url));

const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-pages-"));
const postgres = await startPostgres({ dataDir: path.join(folder, "data") });
const product = await startProduct(postgres.url, folder);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const { projectId } = product;
  const runIds = await seedComparedRuns(product.db, {
    projectId,
    ...(await seedSurroundings(product.db, projectId)),
    runs: RUNS,
    points: POINTS,
  });
  const datasetId = await importDataset();
  const { rows } = await product.db.pool.query("SELECT id FROM image ORDER BY id LIMIT 1");
  const runs = runIds.map((id) => globalId("Run", id));
  const options = { baseURL: product.origin, viewport: { width: 1440, height: 900 } };
  const signedIn = await browser.newContext(options);
  const page = await signedIn.newPage();
  await page.goto(product.loginUrl);
  await page.waitForURL("**/datasets");
  const storageState = await signedIn.storageState();
  await signedIn.close();

  console.log(`${RUNS} runs, a dataset of ${IMAGES} images; bytes as transferred, pictures left out`);
  console.log("| page | first visit | scripts | styles | page | data | again |");
  console.log("|---|---|---|---|---|---|---|");
  for (const [name, address, state] of [
    ["sign-in", "/sign-in", undefined],
    ["datasets", "/datasets", storageState],
    ["dataset", `/datasets/${datasetId}`, storageState],
    ["image", `/datasets/${datasetId}/images/${globalId("Image", rows[0]?.id)}`, storageState],
    ["runs table", "/runs", storageState],
    ["run", `/runs/${runs[0]}`, storageState],
    ["compare 20 runs", `/runs/compare?ids=${runs.join(",")}`, storageState],
    ["sweeps", "/sweeps", storageState],
    ["models", "/models", storageState],
    ["trainers", "/trainers", storageState],
    ["settings", "/settings", storageState],
  ]) {
    const context = await browser.newContext({ ...options, ...(state ? { storageState: state } : {}) });
    const first = await openPage(context, address);
    const again = await openPage(context, address);
    await context.close();
    const { script, style, page: rest, data } = first;
    console.log(
      `| ${[name, totalOf(first) - first.pictures, script, style, rest, data, totalOf(again) - again.pictures]
        .map((cell) => (typeof cell === "number" ? kilobytes(cell) : cell))
        .join(" | ")} |`,
    );
  }
} finally {
  await browser.close();
  await product.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** @returns {Promise<string>} the dataset's id */
async function importDataset() {
  const zipPath = path.join(folder, "dataset.zip");
  await writeDatasetZip(createWriteStream(zipPath), {
    imageCount: IMAGES,
    polygonsPerImage: 8,
    sharp: requireFromApi("sharp"),
  });
  const response = await fetch(`${product.origin}/files/imports?dataset=pages`, {
    method: "POST",
    headers: { authorization: `Bearer ${product.token}`, "content-type": "application/zip" },
    body: await openAsBlob(zipPath),
  });
  if (!response.ok) throw new Error(`The import was refused: ${await response.text()}`);
  const { datasetId, importId } = await response.json();
  const query = "query ($id: ID!) { import(id: $id) { status error } }";
  for (;;) {
    const { data } = await ask(query, { id: importId });
    if (data.import.status === "FAILED") throw new Error(data.import.error);
    if (data.import.status === "SUCCEEDED") return datasetId;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** @param {string} query @param {object} variables */
async function ask(query, variables) {
  const response = await fetch(`${product.origin}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${product.token}`, "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

/** @param {string} type @param {string} id */
function globalId(type, id) {
  return Buffer.from(`${type}:${id}`).toString("base64url");
}

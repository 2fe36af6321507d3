// `npm run bench -- pages`: what each page of the dashboard transfers in Chromium on the first visit ever and when its files are in the browser's cache.
import { createWriteStream, openAsBlob } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { withProduct } from "./browser/withProduct.mjs";
import { seedComparedRuns, seedSurroundings } from "./compare/seedComparedRuns.mjs";
import { writeDatasetZip } from "./ingest/writeDatasetZip.mjs";
import { openPage } from "./pages/openPage.mjs";
import { kilobytes, totalOf } from "./pages/watchTransfer.mjs";

const RUNS = 20;
const POINTS = 2_000;
const IMAGES = 60;
const requireFromApi = createRequire(new URL("../apps/api/package.json", import.meta.url));

await withProduct(async ({ folder, product, newContext, signIn }) => {
  const { projectId } = product;
  const runIds = await seedComparedRuns(product.db, {
    projectId,
    ...(await seedSurroundings(product.db, projectId)),
    runs: RUNS,
    points: POINTS,
  });
  const datasetId = await importDataset(product, folder);
  const { rows } = await product.db.pool.query("SELECT id FROM image ORDER BY id LIMIT 1");
  const runs = runIds.map((id) => globalId("Run", id));
  const signedIn = await signIn();
  const storageState = await signedIn.storageState();
  await signedIn.close();

  console.log(`${RUNS} runs, a dataset of ${IMAGES} images; bytes as transferred, pictures left out`);
  console.log("| page | first visit | scripts | styles | page | data | again |");
  console.log("|---|---|---|---|---|---|---|");
  for (const [name, address, state] of /** @type {[string, string, typeof storageState | undefined][]} */ ([
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
  ])) {
    const context = await newContext(state ? { storageState: state } : {});
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
});

/** @typedef {{ origin: string, token: string }} Server */

/** @param {Server} server @param {string} folder @returns {Promise<string>} the dataset's id */
async function importDataset(server, folder) {
  const zipPath = path.join(folder, "dataset.zip");
  await writeDatasetZip(createWriteStream(zipPath), {
    imageCount: IMAGES,
    polygonsPerImage: 8,
    sharp: requireFromApi("sharp"),
  });
  const response = await fetch(`${server.origin}/files/imports?dataset=pages`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.token}`, "content-type": "application/zip" },
    body: await openAsBlob(zipPath),
  });
  if (!response.ok) throw new Error(`The import was refused: ${await response.text()}`);
  const { datasetId, importId } = await response.json();
  const query = "query ($id: ID!) { import(id: $id) { status error } }";
  for (;;) {
    const { data } = await ask(server, query, { id: importId });
    if (data.import.status === "FAILED") throw new Error(data.import.error);
    if (data.import.status === "SUCCEEDED") return datasetId;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** @param {Server} server @param {string} query @param {object} variables */
async function ask(server, query, variables) {
  const response = await fetch(`${server.origin}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.token}`, "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

/** @param {string} type @param {string} id */
function globalId(type, id) {
  return Buffer.from(`${type}:${id}`).toString("base64url");
}

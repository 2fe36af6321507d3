// Generated code: Prisma's client (packages/store) and Pothos's types of it (apps/api), from prisma/models; the dashboard's types of the graph, from
// apps/api/schema.graphql. Skipped when nothing that they come from has changed. `npm run generate` by hand; start, build, test and check run it first.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runCommand } from "../packages/model/engine/runCommand.mjs";

const repositoryDir = fileURLToPath(new URL("../", import.meta.url));
const stampPath = path.join(repositoryDir, "packages/store/src/generated/.stamp");
const outputs = ["packages/store/src/generated/prisma/client.ts", "apps/api/src/generated/pothosPrismaTypes.ts"];

/** @param {{ signal?: AbortSignal | undefined }} [options] @returns {Promise<boolean>} whether there was something to do */
export async function generate(options = {}) {
  const graphTypes = await generateGraphTypes(options);
  return (await generateDatabaseClient(options)) || graphTypes;
}

/** @param {{ signal?: AbortSignal | undefined }} options */
async function generateGraphTypes({ signal }) {
  const web = path.join(repositoryDir, "apps/web");
  const output = path.join(web, "src/graph/generated/cacheTypes.json");
  const inputs = [path.join(repositoryDir, "apps/api/schema.graphql"), path.join(web, "tools/cacheTypesOf.mjs")];
  const isNew = (/** @type {string} */ file) => statSync(file).mtimeMs > statSync(output).mtimeMs;
  if (existsSync(output) && !inputs.some(isNew)) return false;
  await runCommand(process.execPath, [path.join(web, "tools/generateGraphTypes.mjs")], { cwd: web, signal });
  return true;
}

/** @param {{ signal?: AbortSignal | undefined }} options */
async function generateDatabaseClient(options) {
  const hash = inputsHash();
  const isWhole = outputs.every((file) => existsSync(path.join(repositoryDir, file)));
  if (isWhole && existsSync(stampPath) && readFileSync(stampPath, "utf8") === hash) return false;
  rmSync(stampPath, { force: true });
  await runCommand(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
    cwd: repositoryDir,
    signal: options.signal,
    env: {
      ...process.env,
      // `generate` never runs the schema engine, but would download it. Any program in its place keeps it from that.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
      PATH: `${path.join(repositoryDir, "node_modules/.bin")}${path.delimiter}${process.env.PATH}`,
    },
  });
  writeFileSync(stampPath, hash);
  return true;
}

function inputsHash() {
  const hash = createHash("sha256");
  const modelsDir = path.join(repositoryDir, "prisma/models");
  const files = readdirSync(modelsDir)
    .sort()
    .map((name) => path.join(modelsDir, name));
  const packages = ["prisma", "@pothos/plugin-prisma"].map((name) =>
    path.join(repositoryDir, "node_modules", name, "package.json"),
  );
  for (const file of [...files, path.join(repositoryDir, "prisma.config.ts"), ...packages]) {
    hash.update(`${path.basename(file)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  console.log((await generate()) ? "Generated anew." : "Generated code is up to date.");
}

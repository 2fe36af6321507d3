// Prisma's schema engine as WebAssembly: it applies and writes migrations without the native engine, which Prisma's own
// command line would download.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { catalogAdapter } from "./catalogAdapter.mjs";

export const repositoryDir = fileURLToPath(new URL("../../", import.meta.url));
export const modelsDir = path.join(repositoryDir, "prisma", "models");
export const migrationsDir = path.join(repositoryDir, "prisma", "migrations");

/** Nothing in the database is managed by others. */
export const noFilters = { externalTables: [], externalEnums: [] };

/**
 * Runs `work` with an engine on the database at `url`.
 * @template T
 * @param {string} url
 * @param {(engine: import("@prisma/schema-engine-wasm/schema_engine_bg").SchemaEngine) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSchemaEngine(url, work) {
  const { SchemaEngine } = await loadModule();
  const { factory, close } = catalogAdapter(url);
  const engine = await SchemaEngine.new({ datamodels: schemaFiles() }, () => undefined, factory);
  try {
    return await work(engine);
  } catch (error) {
    throw readableError(error);
  } finally {
    engine.free();
    await close();
  }
}

/** @type {Promise<typeof import("@prisma/schema-engine-wasm/schema_engine_bg")> | undefined} */
let loading;

/** Its package expects a bundler that imports .wasm files; here the module is put together by hand. */
function loadModule() {
  loading ??= (async () => {
    const gluePath = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
    const glue = await import(pathToFileURL(gluePath).href);
    const bytes = await readFile(path.join(path.dirname(gluePath), "schema_engine_bg.wasm"));
    // TypeScript knows WebAssembly from its browser types only, which have no place here.
    const { WebAssembly } = /** @type {any} */ (globalThis);
    const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": glue });
    // The engine reports a panic through this; without it the panic's own words are lost.
    /** @type {any} */ (globalThis).PRISMA_WASM_PANIC_REGISTRY ??= {
      set_message: (/** @type {string} */ message) => console.error(`Prisma's schema engine: ${message}`),
    };
    glue.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return glue;
  })();
  return loading;
}

/** @returns {[path: string, content: string][]} the files of prisma/models */
export function schemaFiles() {
  return readdirSync(modelsDir)
    .filter((name) => name.endsWith(".prisma"))
    .sort()
    .map((name) => [path.join(modelsDir, name), readFileSync(path.join(modelsDir, name), "utf8")]);
}

/**
 * prisma/migrations in the engine's form.
 * @param {string} [before] leaves out the migration of this name and those after it
 * @returns {import("@prisma/schema-engine-wasm/schema_engine_bg").MigrationList}
 */
export function migrationList(before) {
  const names = existsSync(migrationsDir)
    ? readdirSync(migrationsDir, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .filter((name) => before === undefined || name < before)
        .sort()
    : [];
  const lockPath = path.join(migrationsDir, "migration_lock.toml");
  return {
    baseDir: migrationsDir,
    lockfile: { path: "migration_lock.toml", content: existsSync(lockPath) ? readFileSync(lockPath, "utf8") : null },
    shadowDbInitScript: "",
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(path.join(migrationsDir, name, "migration.sql"), "utf8") },
      },
    })),
  };
}

/** The engine's errors carry their sentence in odd places. @param {unknown} error */
function readableError(error) {
  const details = /** @type {{ message?: string, meta?: { full_error?: string } }} */ (error ?? {});
  return new Error(details.meta?.full_error ?? details.message ?? String(error), { cause: error });
}

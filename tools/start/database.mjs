import path from "node:path";
import { openEmbeddedPostgres } from "./embeddedPostgres.mjs";

/**
 * The database that DATABASE_URL names, or else the Postgres that came with the packages, on a folder of its own below
 * the data folder and started again when it ends by itself.
 * @param {{ dataDir: string, say: (line: string) => void }} options
 * @returns {Promise<{ url: string, did: string, stop: () => Promise<void> }>}
 */
export async function openDatabase({ dataDir, say }) {
  // Loaded late: these come from node_modules.
  const { migrate } = await import("../postgres/migrate.mjs");
  const external = process.env.DATABASE_URL;
  const database = external
    ? { url: external, stop: async () => {}, name: describeServer(external) }
    : await openEmbeddedPostgres(path.join(dataDir, "postgres"), path.join(dataDir, "logs", "postgres.log"), say);
  try {
    const applied = await migrate(database.url);
    const did =
      applied.length > 0 ? `${applied.length} migration${applied.length > 1 ? "s" : ""} applied` : "up to date";
    return { url: database.url, did: `${database.name}, ${did}`, stop: database.stop };
  } catch (error) {
    await database.stop();
    const { message, code } = /** @type {Error & { code?: string }} */ (error);
    throw new Error(`${database.name}: ${message || code}`, { cause: error });
  }
}

/** The server without the password. @param {string} url */
function describeServer(url) {
  try {
    const { host, pathname } = new URL(url);
    return `Postgres at ${host}${pathname}`;
  } catch {
    throw new Error("DATABASE_URL is not an address such as postgresql://user:password@host:5432/database.");
  }
}

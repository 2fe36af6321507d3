import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { migrate } from "../postgres/migrate.mjs";
import { executeStatement } from "./executeStatement.mjs";

/** Its types and description stand in testDatabase.d.mts. @returns {Promise<{ url: string, drop: () => Promise<void> }>} */
export async function createTestDatabase() {
  return createDatabase(` TEMPLATE ${inject("postgresTemplate")}`);
}

/** @param {string} migration @returns {Promise<{ url: string, migrate: () => Promise<string[]>, drop: () => Promise<void> }>} */
export async function createDatabaseBefore(migration) {
  const database = await createDatabase("");
  await migrate(database.url, { before: migration });
  return { ...database, migrate: () => migrate(database.url) };
}

/** @param {string} template */
async function createDatabase(template) {
  const serverUrl = inject("postgresServerUrl");
  const name = `maskyard_test_${randomBytes(6).toString("hex")}`;
  await executeStatement(serverUrl, `CREATE DATABASE ${name}${template}`);
  const url = new URL(serverUrl);
  url.pathname = name;
  return { url: url.href, drop: () => executeStatement(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

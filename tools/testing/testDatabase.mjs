import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { executeStatement } from "./executeStatement.mjs";

/** Its types and description stand in testDatabase.d.mts. @returns {Promise<{ url: string, drop: () => Promise<void> }>} */
export async function createTestDatabase() {
  const serverUrl = inject("postgresServerUrl");
  const name = `maskyard_test_${randomBytes(6).toString("hex")}`;
  await executeStatement(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${inject("postgresTemplate")}`);
  const url = new URL(serverUrl);
  url.pathname = name;
  return { url: url.href, drop: () => executeStatement(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

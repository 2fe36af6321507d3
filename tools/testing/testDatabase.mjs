import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

/** Its types and description stand in testDatabase.d.mts. @returns {Promise<{ url: string, drop: () => Promise<void> }>} */
export async function createTestDatabase() {
  const serverUrl = inject("postgresServerUrl");
  const name = `maskyard_test_${randomBytes(6).toString("hex")}`;
  await execute(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${inject("postgresTemplate")}`);
  const url = new URL(serverUrl);
  url.pathname = name;
  return { url: url.href, drop: () => execute(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** @param {string} url @param {string} statement */
async function execute(url, statement) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

// One Postgres for all database tests of a run, with the migrated schema in a template database that each test file
// copies. TEST_DATABASE_URL names a server to use instead (its user must be allowed to create databases).
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { migrate } from "../postgres/migrate.mjs";
import { startPostgres } from "../postgres/startPostgres.mjs";
import { executeStatement } from "./executeStatement.mjs";

/** @typedef {{ url: string, template: string, stop: () => Promise<void> }} Server */

// The projects' setups are loaded apart and run at the same time; what they share stands where all of them find it.
const shared = /** @type {{ maskyardTestPostgres?: { users: number, server: Promise<Server> } }} */ (globalThis);

/** @param {import("vitest/node").TestProject} project */
export default async function setup(project) {
  shared.maskyardTestPostgres ??= { users: 0, server: startServer() };
  const { maskyardTestPostgres: kept } = shared;
  kept.users += 1;
  const { url, template, stop } = await kept.server;
  project.provide("postgresServerUrl", url);
  project.provide("postgresTemplate", template);
  return async () => {
    kept.users -= 1;
    if (kept.users > 0) return;
    delete shared.maskyardTestPostgres;
    await stop();
  };
}

/** @returns {Promise<Server>} */
async function startServer() {
  const server = process.env.TEST_DATABASE_URL
    ? { url: process.env.TEST_DATABASE_URL, stop: async () => {} }
    : await startTemporary();
  const template = `maskyard_template_${randomBytes(6).toString("hex")}`;
  try {
    await executeStatement(server.url, `CREATE DATABASE ${template}`);
    const templateUrl = new URL(server.url);
    templateUrl.pathname = template;
    await migrate(templateUrl.href);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    url: server.url,
    template,
    stop: async () => {
      await executeStatement(server.url, `DROP DATABASE ${template} WITH (FORCE)`);
      await server.stop();
    },
  };
}

async function startTemporary() {
  const folder = mkdtempSync(path.join(tmpdir(), "maskyard-test-postgres-"));
  const postgres = await startPostgres({ dataDir: path.join(folder, "data"), durable: false });
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop();
      rmSync(postgres.dataDir, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

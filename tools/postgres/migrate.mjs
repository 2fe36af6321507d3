import pg from "pg";
import { migrationList, noFilters, withSchemaEngine } from "./schemaEngine.mjs";

/** Any number, the same in every Maskyard: two starts on one database migrate one after the other. */
const advisoryLockKey = 7_316_004;

/**
 * Brings the database at `url` to the newest migration of prisma/migrations.
 * @param {string} url
 * @returns {Promise<string[]>} the names of the migrations applied now
 */
export async function migrate(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [advisoryLockKey]);
    return await withSchemaEngine(url, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: migrationList(),
        filters: noFilters,
      });
      return appliedMigrationNames;
    });
  } finally {
    await client.end();
  }
}

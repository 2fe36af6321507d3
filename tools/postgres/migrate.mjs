import pg from "pg";
import { migrationList, noFilters, withSchemaEngine } from "./schemaEngine.mjs";

/** Any number, the same in every Maskyard: two starts on one database migrate one after the other. */
const advisoryLockKey = 7_316_004;

/**
 * Brings the database at `url` to the newest migration of prisma/migrations.
 * @param {string} url
 * @param {{ before?: string }} [options] `before`: only to the one before that of this name, as tests of a migration need it
 * @returns {Promise<string[]>} the names of the migrations applied now
 */
export async function migrate(url, { before } = {}) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [advisoryLockKey]);
    await forgetCutOff(client);
    return await withSchemaEngine(url, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: migrationList(before),
        filters: noFilters,
      });
      return appliedMigrationNames;
    });
  } finally {
    await client.end();
  }
}

/**
 * A migration that was begun and not finished, because it failed or its process was killed, has changed nothing: it is
 * tried again, where the engine by itself would refuse every start from then on.
 * @param {pg.Client} client
 */
async function forgetCutOff(client) {
  const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS known");
  if (!rows[0].known) return;
  await client.query(
    "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL",
  );
}

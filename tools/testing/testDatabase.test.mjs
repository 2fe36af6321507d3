import pg from "pg";
import { expect, it } from "vitest";
import { createTestDatabase } from "./testDatabase.mjs";

it("gives each caller a migrated database of its own", async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  expect(first.url).not.toBe(second.url);
  const client = new pg.Client({ connectionString: first.url });
  await client.connect();
  const { rows } = await client.query(
    "SELECT count(*)::int AS count FROM _prisma_migrations WHERE finished_at IS NOT NULL",
  );
  expect(rows[0].count).toBeGreaterThan(0);
  await client.query(`INSERT INTO "user" (id, name, email) VALUES ('1', 'One', 'one@example.org')`);
  const other = new pg.Client({ connectionString: second.url });
  await other.connect();
  expect((await other.query(`SELECT 1 FROM "user"`)).rowCount).toBe(0);
  await Promise.all([client.end(), other.end()]);
  await Promise.all([first.drop(), second.drop()]);
});

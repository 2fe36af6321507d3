import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tools/testing/testDatabase.mjs";
import { createDatabase, type Database } from "./createDatabase.ts";
import { inTransaction } from "./inTransaction.ts";
import { isDatabaseDiskFull } from "./isDatabaseDiskFull.ts";
import { isTransientError, withRetry } from "./withRetry.ts";

let testDatabase: TestDatabase;
let db: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = createDatabase(testDatabase.url);
  await db.pool.query("CREATE TABLE written (value int PRIMARY KEY)");
});

afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

it("repeats a transaction whose connection the server cut", async () => {
  let attempts = 0;
  const errors: unknown[] = [];
  await withRetry(
    () =>
      inTransaction(db.pool, async (client) => {
        attempts++;
        await client.query("INSERT INTO written VALUES (1)");
        if (attempts <= 2) await client.query("SELECT pg_terminate_backend(pg_backend_pid())");
      }),
    { firstDelayMs: 1, onRetry: (error) => errors.push(error) },
  );
  expect(attempts).toBe(3);
  expect(errors.map(isTransientError)).toEqual([true, true]);
  expect((await db.pool.query("SELECT * FROM written")).rowCount).toBe(1);
});

it("repeats while nothing listens at the address, and gives up in time", async () => {
  const unreachable = createDatabase("postgres://nobody@127.0.0.1:1/none");
  let retries = 0;
  const started = performance.now();
  await expect(
    withRetry(() => unreachable.pool.query("SELECT 1"), {
      giveUpAfterMs: 300,
      firstDelayMs: 20,
      onRetry: () => retries++,
    }),
  ).rejects.toThrow("ECONNREFUSED");
  expect(retries).toBeGreaterThan(1);
  expect(performance.now() - started).toBeLessThan(5_000);
  await unreachable.close();
});

it("does not repeat what would fail again", async () => {
  let attempts = 0;
  const wrong = () => {
    attempts++;
    return db.pool.query("SELECT * FROM no_such_table");
  };
  await expect(withRetry(wrong)).rejects.toThrow("no_such_table");
  expect(attempts).toBe(1);
});

it("repeats what Postgres had no room for, whether the driver or Prisma says so", async () => {
  await db.pool.query(`
    CREATE FUNCTION refuse_for_room() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER refuse_for_room BEFORE INSERT ON project EXECUTE FUNCTION refuse_for_room()`);
  const errors: unknown[] = [];
  const makeRoom = async (error: unknown) => {
    errors.push(error);
    if (errors.length === 2) await db.pool.query("DROP TRIGGER refuse_for_room ON project");
  };
  await withRetry(
    async () => {
      try {
        await (errors.length === 0
          ? db.prisma.project.create({ data: { name: "by Prisma", slug: "by-prisma" } })
          : db.pool.query(
              "INSERT INTO project (id, name, slug) VALUES (gen_random_uuid(), 'by the driver', 'by-the-driver')",
            ));
      } catch (error) {
        await makeRoom(error);
        throw error;
      }
    },
    { firstDelayMs: 1 },
  );
  expect(errors.map(isDatabaseDiskFull)).toEqual([true, true]);
  expect(await db.prisma.project.count()).toBe(1);
});

import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { BlobStore, claimRun, createDatabase, type Database, registerTrainer } from "@maskyard/store";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tools/testing/testDatabase.mjs";
import { createTestDataset, createTestRun } from "../testing/createTestRun.ts";
import { LeaseKeeper } from "./leaseKeeper.ts";

const leaseSeconds = 0.3;

let testDatabase: TestDatabase;
let database: Database;
let folder: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  folder = await mkdtemp(join(tmpdir(), "maskyard-lease-keeper-"));
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
  await rm(folder, { recursive: true, force: true });
});

test("a lease outlives a full disk of the database, however long, because nobody else can take the job meanwhile", async () => {
  const { pool } = database;
  const dataset = await createTestDataset(database, new BlobStore(folder), { trainCount: 1, valCount: 1 });
  await createTestRun(database, dataset);
  const { trainerId } = await registerTrainer(pool, {
    name: "t",
    host: "h",
    device: "CPU",
    engineVersion: "1",
    version: "1",
  });
  const lease = await claimRun(pool, { trainerId, leaseSeconds });
  if (lease === null) throw new Error("expected a claimed run");
  await pool.query(`
    CREATE FUNCTION refuse_for_room() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER refuse_for_room BEFORE UPDATE ON job FOR EACH STATEMENT EXECUTE FUNCTION refuse_for_room()`);
  const log = new Writable({
    write: (line, _encoding, done) => {
      log.emit("line", String(line));
      done();
    },
  });
  const keeper = new LeaseKeeper({
    pool,
    lease,
    leaseSeconds,
    logger: pino(log),
    onLost: () => undefined,
    onCancelRequested: () => undefined,
  });
  try {
    // Three heartbeats a lease: this is longer than the four leases that a silent database is waited for.
    for (let refused = 0; refused < 20; refused++) {
      const [line] = (await once(log, "line")) as [string];
      expect(JSON.parse(line).msg).toBe("the database's disk is full; waiting until there is room");
    }
    expect(keeper.lostSignal.aborted).toBe(false);
    await pool.query("DROP TRIGGER refuse_for_room ON job");
    await keeper.beat();
    const { leaseExpiresAt } = await database.prisma.job.findUniqueOrThrow({ where: { id: lease.jobId } });
    expect(leaseExpiresAt?.getTime()).toBeGreaterThan(lease.leaseExpiresAt.getTime() + 1_000);
  } finally {
    keeper.stop();
  }
});

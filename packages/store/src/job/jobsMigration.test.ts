import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabaseBefore, type DatabaseBefore } from "../../../../tools/testing/testDatabase.mjs";
import { createDatabase, type Database } from "../database/createDatabase.ts";
import { isTransientError } from "../database/withRetry.ts";
import { deleteRun } from "../progress/deleteRun.ts";
import { recordCheckpoint } from "../progress/recordCheckpoint.ts";
import { recordProgress } from "../progress/recordProgress.ts";
import { type SeededProject, seedProject } from "../testing/seedRun.ts";
import { registerTrainer } from "../trainer/trainerPresence.ts";
import { claimRun } from "../training/claimRun.ts";
import { finishRun } from "../training/finishRun.ts";
import { retryRun } from "../training/retryRun.ts";
import { JOB_KINDS } from "../training/trainJob.ts";
import { heartbeatJob } from "./heartbeatJob.ts";
import { requeueExpiredJobs } from "./requeueExpiredJobs.ts";

const MIGRATION = "20261129143421_jobs";

let database: DatabaseBefore;
let db: Database;
let pool: Pool;
let project: SeededProject;

beforeAll(async () => {
  database = await createDatabaseBefore(MIGRATION);
  db = createDatabase(database.url, { maxConnections: 4 });
  pool = db.pool;
  project = await seedProject(pool);
});

afterAll(async () => {
  await db?.close();
  await database?.drop();
});

/** Ids in the order of the queue; `at(3)` is the third. */
const at = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
const SWEEP = at(99);

/** Columns of a run in the version before, as SQL, beside those that all have. */
const RUNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  waits: {},
  urgent: { priority: "7", required_labels: "'{gpu}'", required_memory_mib: "4000" },
  backsOff: { attempt: "1", fencing_token: "1", not_before: "now() + interval '1 hour'" },
  // Its trainer has just said that it lives.
  trains: {
    status: "'RUNNING'",
    attempt: "2",
    fencing_token: "4",
    trainer_id: "$TRAINER",
    lease_expires_at: "now() + interval '10 minutes'",
    started_at: "now() - interval '1 hour'",
    step: "31",
    furthest_step: "30",
    provenance: `'{"commit": "9f2c1ab"}'`,
    local_difference: "'-a +b'",
  },
  expired: {
    status: "'RUNNING'",
    attempt: "1",
    fencing_token: "1",
    trainer_id: "$TRAINER",
    lease_expires_at: "now() - interval '1 minute'",
    step: "12",
    furthest_step: "10",
    provenance: `'{"commit": "41d0e77"}'`,
  },
  spent: {
    status: "'RUNNING'",
    attempt: "3",
    fencing_token: "3",
    trainer_id: "$TRAINER",
    lease_expires_at: "now() - interval '1 minute'",
    step: "8",
  },
  endsSoon: {
    status: "'RUNNING'",
    attempt: "1",
    fencing_token: "1",
    trainer_id: "$TRAINER",
    lease_expires_at: "now() + interval '10 minutes'",
    cancel_requested_at: "now()",
  },
  succeeded: {
    status: "'SUCCEEDED'",
    attempt: "1",
    fencing_token: "2",
    trainer_id: "$TRAINER",
    finished_at: "now()",
    priority: "-3",
  },
  failed: {
    status: "'FAILED'",
    attempt: "3",
    fencing_token: "3",
    max_attempts: "3",
    finished_at: "now()",
    failure_reason: "'why'",
  },
  cancelled: { status: "'CANCELLED'", fencing_token: "0", finished_at: "now()", cancel_requested_at: "now()" },
  programs: { source: "'EXTERNAL'", status: "'RUNNING'", started_at: "now()" },
  programsFailed: { source: "'EXTERNAL'", status: "'FAILED'", failure_reason: "'out of memory'", finished_at: "now()" },
  ofSweep: {
    status: "'RUNNING'",
    attempt: "1",
    fencing_token: "1",
    trainer_id: "$TRAINER",
    lease_expires_at: "now() + interval '10 minutes'",
    sweep_id: "$SWEEP",
    sweep_point: "0",
    sweep_place: "1",
  },
  ofSweepWaits: { sweep_id: "$SWEEP", sweep_point: "1" },
  ofNewerVersion: { configuration_version: "99", priority: "9" },
};
const NAMES = Object.keys(RUNS);
const idOf = (name: string) => at(NAMES.indexOf(name) + 1);

async function insertRunsOfBefore(): Promise<void> {
  await pool.query(
    `INSERT INTO sweep (id, project_id, number, name, method, dataset_id, snapshot_id, recipe, preset, configuration, dimensions, seeds, seed, metric,
       goal, at_once) VALUES ($1, $2, 1, 's', 'RANDOM', $3, $4, 'MININET', 'demo', '{}', '[]', '{1}', 0, 'val/segm/AP', 'MAXIMIZE', 1)`,
    [SWEEP, project.projectId, project.datasetId, project.snapshotId],
  );
  for (const [name, columns] of Object.entries(RUNS)) {
    const isTrained = columns.source === undefined;
    const all: Record<string, string> = {
      id: `'${idOf(name)}'`,
      project_id: `'${project.projectId}'`,
      number: String(NAMES.indexOf(name) + 1),
      name: `'${name}'`,
      configuration: "'{}'",
      ...(isTrained
        ? {
            dataset_id: `'${project.datasetId}'`,
            snapshot_id: `'${project.snapshotId}'`,
            recipe: "'MININET'",
            preset: "'demo'",
            seed: "1",
          }
        : {}),
      ...columns,
    };
    const values = Object.values(all).map((value) =>
      value.replace("$TRAINER", `'${project.trainerId}'`).replace("$SWEEP", `'${SWEEP}'`),
    );
    await pool.query(`INSERT INTO run (${Object.keys(all)}) VALUES (${values.join(", ")})`);
  }
  const blob = "c".repeat(64);
  await pool.query("INSERT INTO blob (sha256, bytes, media_type) VALUES ($1, 1, 'application/octet-stream')", [blob]);
  await pool.query(
    `INSERT INTO checkpoint (id, run_id, step, epoch, blob_sha256, bytes, format_version, metrics) VALUES ($1, $2, 10, 1, $3, 1, 1, '{}')`,
    [at(98), idOf("expired"), blob],
  );
}

async function runsOfBefore(): Promise<Map<string, Record<string, unknown>>> {
  const { rows } = await pool.query("SELECT * FROM run ORDER BY id");
  return new Map(rows.map((row) => [row.name, row]));
}

const MOVED = [
  "project_id",
  "priority",
  "not_before",
  "required_labels",
  "required_memory_mib",
  "sweep_id",
  "sweep_place",
  "trainer_id",
  "lease_expires_at",
  "fencing_token",
  "attempt",
  "max_attempts",
  "cancel_requested_at",
  "created_at",
];

it("moves all rows or, where it fails on its way, none, and does it at the next start", async () => {
  await insertRunsOfBefore();
  // Something near the migration's end that it cannot do.
  await pool.query("CREATE FUNCTION check_run_status() RETURNS int LANGUAGE sql RETURN 1");
  await expect(database.migrate()).rejects.toThrow(/check_run_status/);
  await pool.query("DROP FUNCTION check_run_status()");
  expect((await pool.query("SELECT to_regclass('job') AS job")).rows).toEqual([{ job: null }]);
  const before = await runsOfBefore();
  expect([...before.keys()]).toEqual(NAMES);

  // A trainer of the version before is in the middle of a write: it is waited for, and what it writes is moved.
  const old = await pool.connect();
  await old.query("BEGIN");
  await old.query("UPDATE run SET step = 32 WHERE id = $1 AND fencing_token = 4 AND status = 'RUNNING'", [
    idOf("trains"),
  ]);
  const migrating = database.migrate();
  await expect.poll(async () => (await pool.query("SELECT 1 FROM pg_locks WHERE NOT granted")).rowCount).toBe(1);
  await old.query("COMMIT");
  old.release();
  expect(await migrating).toContain(MIGRATION);
  expect(await database.migrate()).toEqual([]);

  const { rows: jobs } = await pool.query(
    "SELECT job.*, run.name FROM job JOIN run ON run.job_id = job.id ORDER BY job.id",
  );
  const trained = NAMES.filter((name) => RUNS[name]?.source === undefined);
  expect(jobs.map(({ name }) => name)).toEqual(trained);
  expect((await pool.query("SELECT 1 FROM job")).rowCount).toBe(trained.length);
  for (const job of jobs) {
    const run = before.get(job.name) ?? {};
    for (const column of MOVED) expect(job[column], `${job.name} ${column}`).toEqual(run[column]);
    expect(job).toMatchObject({ kind: "TRAIN", status: run.status, required_version: run.configuration_version });
  }
  const { rows: runs } = await pool.query("SELECT * FROM run ORDER BY id");
  for (const run of runs) {
    const { step, ...rest } = before.get(run.name) ?? {};
    expect(rest).toMatchObject(
      Object.fromEntries(Object.entries(run).filter(([column]) => !["job_id", "step"].includes(column))),
    );
    expect(run.step).toBe(run.name === "trains" ? 32 : step);
  }
  expect((await pool.query("SELECT * FROM run_provenance ORDER BY run_id")).rows).toEqual([
    { run_id: idOf("trains"), facts: { commit: "9f2c1ab" }, local_difference: "-a +b" },
    { run_id: idOf("expired"), facts: { commit: "41d0e77" }, local_difference: null },
  ]);
});

it("refuses what a trainer of the version before writes, for good, so that it ends and is started anew", async () => {
  const statements = [
    "SELECT id FROM run WHERE status = 'QUEUED' AND not_before <= clock_timestamp() ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED",
    "UPDATE run SET lease_expires_at = now() WHERE id = $1 AND fencing_token = 4 AND status = 'RUNNING'",
    "SELECT 1 FROM run WHERE id = $1 AND fencing_token = 4 AND status = 'RUNNING' FOR UPDATE",
    "UPDATE run SET status = 'SUCCEEDED', lease_expires_at = NULL WHERE id = $1 AND fencing_token = 4",
    "UPDATE run SET step = 40, provenance = '{}' WHERE id = $1 AND fencing_token = 4",
  ];
  for (const sql of statements) {
    const error = await pool.query(sql, sql.includes("$1") ? [idOf("trains")] : []).then(
      () => null,
      (reason) => reason,
    );
    expect(error, sql).toMatchObject({ code: "42703" });
    expect(isTransientError(error)).toBe(false);
  }
});

it("goes on with what waits, trains and has ended", async () => {
  const { trainerId } = await registerTrainer(pool, {
    name: "new",
    host: "h",
    device: "gpu",
    engineVersion: "1",
    version: "1",
    labels: ["gpu"],
    memoryMib: 8_000,
  });
  const claim = () => claimRun(pool, { trainerId, leaseSeconds: 600 });
  // In the order of priority and age; not those that back off, are of a newer version, or whose sweep is full.
  expect([(await claim())?.name, (await claim())?.name, await claim()]).toEqual(["urgent", "waits", null]);

  const lease = (name: string, fencingToken: number) => ({ runId: idOf(name), jobId: idOf(name), fencingToken });
  expect(await heartbeatJob(pool, { ...lease("trains", 4), leaseSeconds: 600 })).toEqual({
    held: true,
    cancelRequested: false,
  });
  expect(await heartbeatJob(pool, { ...lease("endsSoon", 1), leaseSeconds: 600 })).toEqual({
    held: true,
    cancelRequested: true,
  });
  await finishRun(pool, { ...lease("endsSoon", 1), status: "CANCELLED" });
  await finishRun(pool, { ...lease("trains", 4), status: "SUCCEEDED" });

  const expired = await requeueExpiredJobs(pool, JOB_KINDS, { backoffSeconds: 0 });
  expect(new Set(expired.map(({ jobId, status }) => `${jobId} ${status}`))).toEqual(
    new Set([`${idOf("expired")} QUEUED`, `${idOf("spent")} FAILED`]),
  );
  const resumed = await claim();
  expect(resumed).toMatchObject({ name: "expired", attempt: 2, fencingToken: 2, checkpoints: [{ step: 10 }] });
  if (!resumed) throw new Error("expected the expired run");
  await recordProgress(pool, { ...resumed, step: 10, resumedFromStep: 10, provenance: { commit: "new" } });
  const blob = { sha256: "d".repeat(64), bytes: 1, mediaType: "application/octet-stream" };
  await recordCheckpoint(pool, null, { ...resumed, step: 20, epoch: 1, blob, formatVersion: 1, metrics: {} });
  await finishRun(pool, { ...resumed, status: "SUCCEEDED" });

  await finishRun(pool, { ...lease("ofSweep", 1), status: "SUCCEEDED" });
  expect((await claim())?.name).toBe("ofSweepWaits");
  expect(await retryRun(pool, { runId: idOf("failed") })).toBe(true);
  expect(await claim()).toMatchObject({ name: "failed", attempt: 1, fencingToken: 4 });
  expect(await retryRun(pool, { runId: idOf("succeeded") })).toBe(false);
  expect(await retryRun(pool, { runId: idOf("programsFailed") })).toBe(false);

  const runs = await db.prisma.run.findMany({ orderBy: { id: "asc" }, include: { job: true, provenance: true } });
  expect(runs.map(({ name, status, job }) => [name, status, job?.status ?? null])).toEqual([
    ["waits", "RUNNING", "RUNNING"],
    ["urgent", "RUNNING", "RUNNING"],
    ["backsOff", "QUEUED", "QUEUED"],
    ["trains", "SUCCEEDED", "SUCCEEDED"],
    ["expired", "SUCCEEDED", "SUCCEEDED"],
    ["spent", "FAILED", "FAILED"],
    ["endsSoon", "CANCELLED", "CANCELLED"],
    ["succeeded", "SUCCEEDED", "SUCCEEDED"],
    ["failed", "RUNNING", "RUNNING"],
    ["cancelled", "CANCELLED", "CANCELLED"],
    ["programs", "RUNNING", null],
    ["programsFailed", "FAILED", null],
    ["ofSweep", "SUCCEEDED", "SUCCEEDED"],
    ["ofSweepWaits", "RUNNING", "RUNNING"],
    ["ofNewerVersion", "QUEUED", "QUEUED"],
  ]);
  const named = new Map(runs.map((run) => [run.name, run]));
  expect(named.get("spent")?.failureReason).toBe(
    "The trainer stopped responding 3 times in a row; the last attempt reached step 8.",
  );
  expect(named.get("expired")).toMatchObject({
    furthestStep: 20,
    job: { attempt: 1 },
    provenance: { facts: { commit: "new" } },
  });
  expect(named.get("failed")?.failureReason).toBeNull();
  expect(named.get("programsFailed")?.failureReason).toBe("out of memory");
});

it("deletes a run's job with it, however the run goes", async () => {
  const blobs = { delete: async () => undefined } as never;
  expect(await deleteRun(pool, blobs, { runId: idOf("backsOff") })).toBe("busy");
  expect(await deleteRun(pool, blobs, { runId: idOf("cancelled") })).toBe("deleted");
  expect(await db.prisma.job.findUnique({ where: { id: idOf("cancelled") } })).toBeNull();
  await pool.query("DELETE FROM project WHERE id = $1", [project.projectId]);
  expect(await db.prisma.run.count()).toBe(0);
  expect(await db.prisma.job.count()).toBe(0);
});

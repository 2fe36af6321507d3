import type { ClientBase, Pool } from "pg";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { inTransaction } from "../database/inTransaction.ts";
import { openTestStore, type TestStore } from "../testing/openTestStore.ts";
import { seedRun } from "../testing/seedRun.ts";
import { claimRun } from "../training/claimRun.ts";
import { JOB_KINDS } from "../training/trainJob.ts";
import { cancelJobs } from "./cancelJobs.ts";
import { CLAIM_SQL, type ClaimedJob, claimJob } from "./claimJob.ts";
import { failJobAttempt, finishJob, releaseJob } from "./endLease.ts";
import { insertJobs, type NewJob } from "./insertJobs.ts";
import type { JobKind, JobMove } from "./JobKind.ts";
import { type JobLease, LeaseLostError } from "./JobLease.ts";
import { requeueExpiredJobs } from "./requeueExpiredJobs.ts";
import { retryJob } from "./retryJob.ts";
import { JOB_STATUSES, type JobEvent, type JobFacts, type JobStatus, transition } from "./transition.ts";
import { underLease } from "./underLease.ts";

// A second kind of work, made here of nothing but a table of its own and what it writes there: counting up to a number.
const SETTLE_COUNT_SQL = `
UPDATE count_task SET state = move."to", reason = move.reason, events = events || move.event
FROM jsonb_to_recordset($1::jsonb) AS move("jobId" uuid, event text, "to" text, reason text) WHERE job_id = move."jobId"`;

let refuses = false;
const countJob: JobKind = {
  name: "COUNT",
  async settle(client: ClientBase, moves: readonly JobMove[]) {
    if (refuses) throw new Error("the count's table refuses");
    await client.query(SETTLE_COUNT_SQL, [JSON.stringify(moves)]);
  },
};

let store: TestStore;
let pool: Pool;

beforeAll(async () => {
  store = await openTestStore();
  pool = store.pool;
  await pool.query("ALTER TYPE job_kind ADD VALUE 'COUNT'");
  await pool.query(`
    CREATE TABLE count_task (
      job_id uuid PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE, state text NOT NULL DEFAULT 'QUEUED', reason text,
      events text[] NOT NULL DEFAULT '{}', counted int NOT NULL DEFAULT 0)`);
});

afterAll(async () => {
  await store?.close();
});

beforeEach(async () => {
  refuses = false;
  await pool.query("DELETE FROM run");
  await pool.query("DELETE FROM job");
});

async function seedCount(job: Partial<NewJob> = {}): Promise<string> {
  return inTransaction(pool, async (client) => {
    const [jobId] = await insertJobs(client, countJob, [{ projectId: store.project.projectId, ...job }]);
    await client.query("INSERT INTO count_task (job_id) VALUES ($1)", [jobId]);
    return jobId as string;
  });
}

const claim = (leaseSeconds = 60) =>
  inTransaction(pool, (client) => claimJob(client, [countJob], { trainerId: store.project.trainerId, leaseSeconds }));

async function claimed(leaseSeconds = 60): Promise<ClaimedJob> {
  const job = await claim(leaseSeconds);
  if (!job) throw new Error("expected a waiting job");
  return job;
}

async function taskOf(jobId: string) {
  const { rows } = await pool.query("SELECT state, reason, events, counted FROM count_task WHERE job_id = $1", [jobId]);
  return rows[0];
}

const statusOf = async (jobId: string) =>
  (await pool.query<{ status: JobStatus }>("SELECT status FROM job WHERE id = $1", [jobId])).rows[0]?.status;

const count = (lease: JobLease, by: number) =>
  underLease(pool, lease, (client) =>
    client.query("UPDATE count_task SET counted = counted + $2 WHERE job_id = $1", [lease.jobId, by]),
  );

it("carries work of a kind that it knows nothing of but its table's settling", async () => {
  const jobId = await seedCount({ maxAttempts: 2 });
  const first = await claimed(0);
  expect(first).toMatchObject({ jobId, kind: "COUNT", attempt: 1, maxAttempts: 2, fencingToken: 1 });
  await count(first, 3);
  expect(await requeueExpiredJobs(pool, [countJob], { backoffSeconds: 0 })).toEqual([
    { jobId, kind: "COUNT", status: "QUEUED" },
  ]);
  const second = await claimed();
  await expect(count(first, 100)).rejects.toThrow(LeaseLostError);
  await count(second, 4);
  await inTransaction(pool, (client) => failJobAttempt(client, [countJob], { ...second, reason: "lost its fingers" }));
  expect(await taskOf(jobId)).toEqual({
    state: "FAILED",
    reason: "lost its fingers",
    events: ["claim", "expire", "claim", "crash"],
    counted: 7,
  });
  expect(await inTransaction(pool, (client) => retryJob(client, [countJob], { jobId }))).toBe(true);
  const third = await claimed();
  expect(third).toMatchObject({ attempt: 1, fencingToken: 3 });
  await inTransaction(pool, (client) => finishJob(client, [countJob], { ...third, status: "SUCCEEDED" }));
  expect(await taskOf(jobId)).toMatchObject({ state: "SUCCEEDED", reason: null });
});

it("gives a trainer the kinds that it asks for, from one queue", async () => {
  const low = await seedCount();
  const runId = await seedRun(pool, store.project, { priority: 1 });
  const high = await seedCount({ priority: 2 });
  expect((await claimed()).jobId).toBe(high);
  const run = await claimRun(pool, { trainerId: store.project.trainerId, leaseSeconds: 0 });
  expect(run?.runId).toBe(runId);
  expect(await claimRun(pool, { trainerId: store.project.trainerId, leaseSeconds: 0 })).toBeNull();
  expect((await claimed(0)).jobId).toBe(low);
  // What ends of the one kind is not touched by who knows the other alone.
  expect(await requeueExpiredJobs(pool, JOB_KINDS)).toEqual([{ jobId: run?.jobId, kind: "TRAIN", status: "QUEUED" }]);
  expect(await requeueExpiredJobs(pool, [countJob])).toEqual([{ jobId: low, kind: "COUNT", status: "QUEUED" }]);
});

it("moves no job whose kind cannot write it down", async () => {
  const jobId = await seedCount();
  refuses = true;
  await expect(claim()).rejects.toThrow("the count's table refuses");
  expect(await statusOf(jobId)).toBe("QUEUED");
  await expect(inTransaction(pool, (client) => cancelJobs(client, JOB_KINDS, { jobIds: [jobId] }))).rejects.toThrow(
    "settleMoves: expected one of TRAIN, got a job of kind COUNT",
  );
  expect(await statusOf(jobId)).toBe("QUEUED");
});

it("says in SQL what the transition table says, for every status and event", async () => {
  const facts: JobFacts[] = [
    { attempt: 1, maxAttempts: 3, cancelRequested: false },
    { attempt: 3, maxAttempts: 3, cancelRequested: false },
    { attempt: 2, maxAttempts: 3, cancelRequested: true },
  ];
  const within = (work: (client: ClientBase) => Promise<unknown>) =>
    inTransaction(pool, work).catch((error) => {
      if (!(error instanceof LeaseLostError)) throw error;
    });
  const kinds = [countJob];
  const statements: Record<JobEvent, (lease: JobLease) => Promise<unknown>> = {
    claim: () => claim(),
    release: (lease) => within((client) => releaseJob(client, kinds, lease)),
    expire: () => requeueExpiredJobs(pool, kinds, { backoffSeconds: 0 }),
    crash: (lease) => within((client) => failJobAttempt(client, kinds, { ...lease, reason: "why" })),
    requestCancel: ({ jobId }) => within((client) => cancelJobs(client, kinds, { jobIds: [jobId] })),
    succeed: (lease) => within((client) => finishJob(client, kinds, { ...lease, status: "SUCCEEDED" })),
    fail: (lease) => within((client) => finishJob(client, kinds, { ...lease, status: "FAILED", failureReason: "why" })),
    confirmCancel: (lease) => within((client) => finishJob(client, kinds, { ...lease, status: "CANCELLED" })),
    retry: (lease) => within((client) => retryJob(client, kinds, lease)),
  };
  for (const status of JOB_STATUSES) {
    for (const fact of facts) {
      // A waiting job that someone asked to cancel is a cancelled one: there is no such row.
      if (status === "QUEUED" && fact.cancelRequested) continue;
      for (const [event, happen] of Object.entries(statements) as [JobEvent, (lease: JobLease) => Promise<unknown>][]) {
        await pool.query("DELETE FROM job");
        const jobId = await seedCount({ maxAttempts: fact.maxAttempts });
        await pool.query(
          `UPDATE job SET status = $2::job_status, attempt = $3, fencing_token = 5,
             cancel_requested_at = CASE WHEN $4 THEN now() END, lease_expires_at = now() - interval '1 s' WHERE id = $1`,
          [jobId, status, fact.attempt, fact.cancelRequested],
        );
        await happen({ jobId, fencingToken: 5 });
        const next = transition(status, event, fact);
        expect(await statusOf(jobId), `${status} ${event} ${JSON.stringify(fact)}`).toBe(next ?? status);
        const repeatsCancel = event === "requestCancel" && fact.cancelRequested;
        const told = next === null || repeatsCancel ? [] : [event];
        expect((await taskOf(jobId)).events, `${status} ${event} is told`).toEqual(told);
      }
    }
  }
});

it("keeps a run's status that of its job at every commit", async () => {
  const runId = await seedRun(pool, store.project);
  await expect(pool.query("UPDATE run SET status = 'FAILED' WHERE id = $1", [runId])).rejects.toThrow(
    `run ${runId} is FAILED and its job QUEUED`,
  );
  const { rows } = await pool.query<{ jobId: string }>(`SELECT job_id AS "jobId" FROM run WHERE id = $1`, [runId]);
  await expect(pool.query("UPDATE job SET status = 'RUNNING' WHERE id = $1", [rows[0]?.jobId])).rejects.toMatchObject({
    code: "23514",
  });
  await expect(pool.query("UPDATE run SET job_id = NULL WHERE id = $1", [runId])).rejects.toMatchObject({
    constraint: "run_trained_has_job",
  });
});

interface PlanNode {
  readonly "Node Type": string;
  readonly "Index Name"?: string;
  readonly "Sort Key"?: readonly string[];
  readonly Plans?: readonly PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

it("finds the next of 10,000 waiting jobs by an index that has the order of the claim", async () => {
  const { projectId, trainerId } = store.project;
  const rowsSql = `
    INSERT INTO job (id, project_id, kind, status, priority, attempt)
    SELECT gen_random_uuid(), $1, 'TRAIN', $2::job_status, index % 7, 0 FROM generate_series(1, 10000) AS index`;
  await pool.query(rowsSql, [projectId, "SUCCEEDED"]);
  await pool.query(rowsSql, [projectId, "QUEUED"]);
  const plan = async (): Promise<PlanNode[]> => {
    const { rows } = await pool.query(`EXPLAIN (FORMAT JSON) ${CLAIM_SQL}`, [trainerId, 60, ["TRAIN"]]);
    return nodesOf(rows[0]["QUERY PLAN"][0].Plan);
  };
  for (const known of [false, true]) {
    // Before the statistics are made, as after a large sweep was just written, and with them.
    if (known) await pool.query("ANALYZE job");
    const nodes = await plan();
    expect(
      nodes.map((node) => node["Index Name"]),
      `ANALYZE: ${known}`,
    ).toContain("job_claim_idx");
    // It is this index that gives the order: the sweeps are grouped, the jobs are not sorted.
    const sorted = nodes.flatMap((node) => node["Sort Key"] ?? []);
    expect(sorted.filter((key) => key.includes("priority"))).toEqual([]);
  }
});

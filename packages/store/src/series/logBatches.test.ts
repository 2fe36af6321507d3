import fc from "fast-check";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tools/testing/testDatabase.mjs";
import { createDatabase, type Database } from "../database/createDatabase.ts";
import { newId } from "../database/newId.ts";
import { type SeededProject, seedProject } from "../testing/seedRun.ts";
import { KnownSeries } from "./KnownSeries.ts";
import { LogWriter } from "./LogWriter.ts";
import { type LoggedPoint, logBatches } from "./logBatches.ts";
import { readHistory } from "./readHistory.ts";
import { readSeries } from "./readSeries.ts";

let testDatabase: TestDatabase;
let db: Database;
let pool: Pool;
let project: SeededProject;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = createDatabase(testDatabase.url);
  pool = db.pool;
  project = await seedProject(pool);
  for (const [id, role] of [
    ["editor", "EDITOR"],
    ["viewer", "VIEWER"],
  ] as const) {
    await db.prisma.user.create({ data: { id, name: id, email: `${id}@example.org` } });
    await db.prisma.projectMember.create({ data: { userId: id, projectId: project.projectId, role } });
  }
});

afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

let number = 1_000;
async function externalRun(): Promise<string> {
  const run = await db.prisma.run.create({
    data: {
      projectId: project.projectId,
      source: "EXTERNAL",
      number: number++,
      name: "external",
      configuration: {},
      status: "RUNNING",
    },
  });
  return run.id;
}

const batch = (runId: string, points: LoggedPoint[], key = newId(), userId = "editor") => ({
  runId,
  userId,
  key,
  points,
});
const point = (series: string, step: number, value: number, atMs = 1_700_000_000_000 + step): LoggedPoint => ({
  series,
  step,
  value,
  atMs,
});

async function history(runId: string, name: string) {
  const read = await readHistory(pool, { runId, name, fromIndex: 0, count: 1_000_000 });
  if (!read) throw new Error("expected the series to be there");
  expect(read.total).toBe(read.steps.length);
  return read.steps.map((step, index) => [step, read.values[index], read.timesMs[index]]);
}

it("keeps every point, those of equal step in the order they came, over chunks and levels", async () => {
  const arrival = fc.record({
    step: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 900 }) },
    ),
    count: fc.integer({ min: 1, max: 400 }),
    stride: fc.constantFrom(0, 0, 1),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 8 }), async (arrivals) => {
      const runId = await externalRun();
      const expected: LoggedPoint[] = [];
      const known = new KnownSeries();
      for (const { step, count, stride } of arrivals) {
        const points = Array.from({ length: count }, (_, index) =>
          point("loss", step + index * stride, expected.length + index, 1_000_000 + 7 * (expected.length + index)),
        );
        expect(await logBatches(pool, [batch(runId, points)], known)).toEqual(["written"]);
        expected.push(...points);
      }
      expected.sort((a, b) => a.step - b.step);
      expect(await history(runId, "loss")).toEqual(expected.map(({ step, value, atMs }) => [step, value, atMs]));
      const [reduced] = await readSeries(pool, { runId, points: 10 });
      expect(reduced?.total).toBe(expected.length);
      expect(Math.max(...(reduced?.maxValues ?? reduced?.values ?? []))).toBe(
        Math.max(...expected.map(({ value }) => value)),
      );
      const from = Math.floor(expected.length / 2);
      const fromStep = expected[from]?.step ?? 0;
      const [part] = await readSeries(pool, { runId, points: 1_000_000, fromStep });
      expect(part?.steps.length).toBe(expected.filter(({ step }) => step >= fromStep).length);
    }),
    { numRuns: 40 },
  );
}, 120_000);

it("keeps what several processes log to one series at once, each knowing only what it wrote itself", async () => {
  const processes = [new KnownSeries(), new KnownSeries(), new KnownSeries()];
  const runId = await externalRun();
  const sent: number[] = [];
  for (let round = 0; round < 40; round++) {
    await Promise.all(
      processes.map(async (known, index) => {
        // Two in a row: the second finds what the first left, unless another process came between.
        for (const part of [0, 1]) {
          const values = Array.from(
            { length: 7 + 11 * index },
            (_, at) => round * 1_000 + index * 100 + part * 50 + at,
          );
          sent.push(...values);
          const points = values.map((value) => point("loss", round, value));
          expect(await logBatches(pool, [batch(runId, points)], known)).toEqual(["written"]);
        }
      }),
    );
  }
  const stored = (await history(runId, "loss")).map(([, value]) => value as number);
  expect(stored).toHaveLength(sent.length);
  expect(new Set(stored)).toEqual(new Set(sent));
  const [reduced] = await readSeries(pool, { runId, points: 5 });
  expect(reduced?.total).toBe(sent.length);
  expect(Math.max(...(reduced?.maxValues ?? []))).toBe(sent.reduce((a, b) => Math.max(a, b)));
});

it("asks again before it goes on with a series it knows: the role, the key, and whether the run is still there", async () => {
  const known = new KnownSeries();
  const runId = await externalRun();
  const log = (key: string, step: number, userId = "editor") =>
    logBatches(pool, [batch(runId, [point("loss", step, step)], key, userId)], known);
  expect(await log("a", 1)).toEqual(["written"]);
  const queries = vi.spyOn(pool, "connect");
  expect(await log("b", 2)).toEqual(["written"]);
  expect(queries.mock.calls.filter(([callback]) => callback === undefined)).toEqual([]); // no transaction of several statements
  queries.mockRestore();
  const refused: [outcome: string, step: number, key: string, userId?: string][] = [
    ["repeated", 3, "b"],
    ["forbidden", 4, "c", "viewer"],
    ["missing", 5, "d", "stranger"],
  ];
  for (const [outcome, step, key, userId] of refused) {
    expect(await log(key, step, userId)).toEqual([outcome]);
    expect(await log(`after ${key}`, step)).toEqual(["written"]); // and so it is known again
  }
  expect((await history(runId, "loss")).map(([step]) => step)).toEqual([1, 2, 3, 4, 5]);
  await db.prisma.run.delete({ where: { id: runId } });
  expect(await log("f", 5)).toEqual(["missing"]);
});

it("writes nothing of a token that is not good, or not the user's, whether the series is known or not", async () => {
  const token = (sha256: string, values: object = {}) =>
    db.prisma.apiToken.create({ data: { userId: "editor", name: sha256, prefix: "msk_", sha256, ...values } });
  await token("good");
  await token("revoked", { revokedAt: new Date() });
  await token("old", { expiresAt: new Date(Date.now() - 1_000) });
  await db.prisma.apiToken.create({ data: { userId: "viewer", name: "v", prefix: "msk_", sha256: "of another" } });
  const runId = await externalRun();
  const known = new KnownSeries();
  let step = 0;
  const log = (tokenSha256: string) => {
    const one = { ...batch(runId, [point("loss", ++step, step)]), tokenSha256 };
    return logBatches(pool, [one], known);
  };
  for (const bad of ["revoked", "old", "of another", "unknown"]) {
    expect(await log(bad), bad).toEqual(["unproven"]); // what this process knew is forgotten then
    expect(await log("good")).toEqual(["written"]);
    expect(await log(bad), bad).toEqual(["unproven"]);
  }
  expect(await history(runId, "loss")).toHaveLength(4);
});

it("goes on with a series whose first buckets hold sixteen points", async () => {
  const runId = await externalRun();
  const series = await db.prisma.metricSeries.create({ data: { runId, name: "loss" } });
  expect(series.firstBucketPoints).toBe(16);
  const values = Array.from({ length: 5_000 }, (_, step) => (step % 613 === 0 ? 100 + step : Math.sin(step)));
  for (let from = 0; from < values.length; from += 700) {
    const points = values.slice(from, from + 700).map((value, index) => point("loss", from + index, value));
    await logBatches(pool, [batch(runId, points)]);
  }
  const levels = await db.prisma.metricChunk.groupBy({
    by: ["level"],
    where: { seriesId: series.id },
    _sum: { count: true },
    orderBy: { level: "asc" },
  });
  // 19 full chunks of 256 points.
  expect(levels.map(({ level, _sum }) => [level, _sum.count])).toEqual([
    [0, 5_000],
    [1, 304],
    [2, 19],
    [3, 1],
  ]);
  const [reduced] = await readSeries(pool, { runId, points: 100, fromStep: 600, toStep: 4_500 });
  const maxima = (reduced?.maxValues ?? []).filter((value) => value > 1);
  expect(maxima).toEqual([613, 1226, 1839, 2452, 3065, 3678, 4291].map((step) => 100 + step));
});

it("writes a batch once, however often it is sent", async () => {
  const runId = await externalRun();
  const one = batch(runId, [point("loss", 1, 0.5)], "key");
  expect(await logBatches(pool, [one, one])).toEqual(["written", "repeated"]);
  expect(await logBatches(pool, [one])).toEqual(["repeated"]);
  expect(await history(runId, "loss")).toHaveLength(1);
});

it("says what it did not write, and writes the rest", async () => {
  const runId = await externalRun();
  const job = await db.prisma.job.create({
    data: { projectId: project.projectId, kind: "TRAIN", status: "RUNNING" },
  });
  const trained = await db.prisma.run.create({
    data: {
      jobId: job.id,
      projectId: project.projectId,
      datasetId: project.datasetId,
      snapshotId: project.snapshotId,
      recipe: "MININET",
      preset: "demo",
      seed: 1,
      number: number++,
      name: "trained",
      configuration: {},
      status: "RUNNING",
    },
  });
  const points = [point("loss", 1, 1)];
  const outcomes = await logBatches(pool, [
    batch(newId(), points),
    batch(trained.id, points),
    batch(runId, points, "a", "viewer"),
    batch(runId, points, "b", "stranger"),
    batch(runId, points, "c"),
  ]);
  expect(outcomes).toEqual(["missing", "missing", "forbidden", "missing", "written"]);
  expect(await history(runId, "loss")).toHaveLength(1);
  expect(await db.prisma.metricSeries.count({ where: { runId: trained.id } })).toBe(0);
});

it("shares transactions among many clients and loses nothing, in each run's order", async () => {
  const writer = new LogWriter(pool);
  const runIds = await Promise.all(Array.from({ length: 5 }, () => externalRun()));
  const before = await pool.query("SELECT txid_current()::text::int AS id");
  const sent = runIds.flatMap((runId) =>
    Array.from({ length: 60 }, (_, index) => writer.log(batch(runId, [point("loss", 0, index)]))),
  );
  expect(new Set(await Promise.all(sent))).toEqual(new Set(["written"]));
  const after = await pool.query("SELECT txid_current()::text::int AS id");
  // 300 calls, a handful of transactions.
  expect(after.rows[0].id - before.rows[0].id).toBeLessThan(40);
  for (const runId of runIds) {
    expect((await history(runId, "loss")).map(([, value]) => value)).toEqual(
      Array.from({ length: 60 }, (_, index) => index),
    );
  }
});

it("lets a bad batch fail alone", async () => {
  const writer = new LogWriter(pool);
  const runId = await externalRun();
  const outcomes = await Promise.allSettled([
    writer.log(batch(runId, [point("loss", 1, 1)])),
    writer.log(batch(runId, [point("loss", -5, 1)])),
    writer.log(batch(runId, [point("loss", 2, 1)])),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await history(runId, "loss")).toHaveLength(2);
});

it("knows when the last value was measured", async () => {
  const runId = await externalRun();
  await logBatches(pool, [batch(runId, [point("loss", 1, 1, 1_700_000_000_123)])]);
  const series = await db.prisma.metricSeries.findFirstOrThrow({ where: { runId } });
  expect(series.lastAt?.getTime()).toBe(1_700_000_000_123);
});

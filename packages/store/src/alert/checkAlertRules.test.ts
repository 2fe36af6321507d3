import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tools/testing/testDatabase.mjs";
import { createDatabase, type Database } from "../database/createDatabase.ts";
import { newId } from "../database/newId.ts";
import { appendPoints } from "../series/appendPoints.ts";
import { logBatches } from "../series/logBatches.ts";
import { truncatePointsAfter } from "../series/truncatePointsAfter.ts";
import { type SeededProject, seedProject, seedRun } from "../testing/seedRun.ts";
import { claimRun } from "../training/claimRun.ts";
import { checkAlertRules } from "./checkAlertRules.ts";

let testDatabase: TestDatabase;
let db: Database;
let pool: Pool;
let project: SeededProject;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = createDatabase(testDatabase.url);
  pool = db.pool;
  project = await seedProject(pool);
  const { projectId } = project;
  await db.prisma.user.create({ data: { id: "editor", name: "editor", email: "editor@example.org" } });
  await db.prisma.projectMember.create({ data: { userId: "editor", projectId, role: "EDITOR" } });
  await db.prisma.webhook.create({
    data: { projectId, name: "w", url: "https://example.org/", sealedSecret: "", events: ["RUN_DIVERGED"] },
  });
  for (const [series, points] of [
    ["single", 1],
    ["row", 3],
  ] as const) {
    await db.prisma.alertRule.create({ data: { projectId, series, comparison: "ABOVE", value: 10, points } });
  }
});

afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

let number = 1_000;
async function externalRun() {
  number += 10;
  const { id } = await db.prisma.run.create({
    data: {
      projectId: project.projectId,
      source: "EXTERNAL",
      number: number,
      name: "r",
      configuration: {},
      status: "RUNNING",
    },
  });
  const log = async (series: string, points: readonly (readonly [step: number, value: number])[]) => {
    const batch = points.map(([step, value]) => ({ series, step, value, atMs: 1 }));
    expect(await logBatches(pool, [{ runId: id, userId: "editor", key: newId(), points: batch }])).toEqual(["written"]);
  };
  return { id, log };
}

/** Steps of the points that rules came true of, as they were told. */
async function toldSteps(runId: string): Promise<number[]> {
  const rows = await db.prisma.alertDelivery.findMany({ where: { runId } });
  return rows.map(({ detail }) => (detail as { rule: { step: number } }).rule.step).sort((a, b) => a - b);
}

it("sees a point that is logged late, for a step before those it has looked at, and none twice", async () => {
  const { id, log } = await externalRun();
  await log("single", [
    [10, 1],
    [20, 99],
    [30, 1],
  ]);
  expect(await checkAlertRules(pool)).toBe(1);
  // Between what was looked at, at a step that is there, and after the end, in one batch.
  await log("single", [
    [5, 50],
    [10, 60],
    [25, 2],
    [40, 70],
  ]);
  expect(await checkAlertRules(pool)).toBe(2);
  // That of step 10 stands beside the one of 20, which came true before.
  expect(await toldSteps(id)).toEqual([5, 20, 40]);
  expect(await checkAlertRules(pool)).toBe(0);
  await log("single", [[27, 80]]);
  expect(await checkAlertRules(pool)).toBe(1);
  await log("single", [
    [41, 1],
    [42, 90],
  ]);
  expect(await checkAlertRules(pool)).toBe(1);
  expect(await toldSteps(id)).toEqual([5, 20, 27, 40, 42]);
});

it("sees late points in many chunks, as many as there are", async () => {
  const { id, log } = await externalRun();
  const even = Array.from({ length: 3_000 }, (_, index) => [2 * index, 0] as const);
  await log("single", even);
  expect(await checkAlertRules(pool)).toBe(0);
  const late = [1, 777, 2_999, 5_001, 5_997];
  for (const step of late) await log("single", [[step, 11]]);
  await log("single", [[6_001, 12]]);
  expect(await checkAlertRules(pool)).toBe(6);
  expect(await toldSteps(id)).toEqual([...late, 6_001]);
});

it("counts a late value in the row that it closes, and a row that it breaks anew", async () => {
  const { id, log } = await externalRun();
  await log("row", [
    [1, 20],
    [3, 20],
    [4, 0],
    [6, 20],
    [8, 20],
  ]);
  expect(await checkAlertRules(pool)).toBe(0);
  await log("row", [
    [2, 20],
    [7, 0],
  ]);
  expect(await checkAlertRules(pool)).toBe(1);
  expect(await toldSteps(id)).toEqual([2]);
  // 8 alone is left of the row at the end: two more make three.
  await log("row", [[9, 20]]);
  expect(await checkAlertRules(pool)).toBe(0);
  await log("row", [[10, 20]]);
  expect(await checkAlertRules(pool)).toBe(1);
  expect(await toldSteps(id)).toEqual([2, 10]);
});

it("sees what a resumed run makes anew, also where it has gone further than before by then", async () => {
  const runId = await seedRun(pool, project);
  const lease = await claimRun(pool, { trainerId: project.trainerId, leaseSeconds: 60 });
  if (lease?.runId !== runId) throw new Error("expected the seeded run");
  const append = (points: readonly (readonly [step: number, value: number])[]) =>
    appendPoints(pool, { ...lease, points: points.map(([step, value]) => ({ series: "single", step, value })) });
  await append([
    [1, 0],
    [2, 0],
    [3, 0],
  ]);
  expect(await checkAlertRules(pool)).toBe(0);
  await truncatePointsAfter(pool, { ...lease, step: 1 });
  await append([
    [2, 15],
    [3, 0],
    [4, 0],
  ]);
  expect(await checkAlertRules(pool)).toBe(1);
  // A value in place of one that was looked at.
  await append([
    [1, 16],
    [4, 0],
  ]);
  expect(await checkAlertRules(pool)).toBe(0); // beside the one of step 2: one row, which came true
  await append([
    [3, 17],
    [4, 0],
  ]);
  expect(await checkAlertRules(pool)).toBe(0);
  await append([[4, 18]]);
  expect(await toldSteps(runId)).toEqual([2]);
});

it("writes down no changes of runs that no rule has looked at", async () => {
  const { id, log } = await externalRun();
  await log("other", [[5, 1]]);
  await log("other", [[1, 1]]);
  await checkAlertRules(pool);
  expect(await db.prisma.seriesChange.count({ where: { runId: id } })).toBe(0);
});

it("misses no late point while many log and two processes look", { timeout: 60_000 }, async () => {
  const { id, log } = await externalRun();
  await log("single", [[100_000, 0]]);
  await checkAlertRules(pool);
  let isDone = false;
  const look = async () => {
    while (!isDone) await checkAlertRules(pool);
  };
  const lookers = [look(), look()];
  // Each lies between two that do not compare so.
  for (let index = 0; index < 60; index++) {
    const step = ((index * 37) % 60) * 10 + 5;
    await log("single", [
      [step - 1, 0],
      [step, 50],
      [step + 1, 0],
    ]);
  }
  isDone = true;
  await Promise.all(lookers);
  await checkAlertRules(pool);
  const steps = await toldSteps(id);
  expect(steps).toEqual(Array.from({ length: 60 }, (_, index) => index * 10 + 5));
});

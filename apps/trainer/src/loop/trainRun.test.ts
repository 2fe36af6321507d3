import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadEngine } from "@maskyard/model";
import { BlobStore, createDatabase, type Database, type RunConfiguration } from "@maskyard/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tools/testing/testDatabase.mjs";
import { ParentLink } from "../link/parentLink.ts";
import { Reporter } from "../link/reporter.ts";
import type { ChildMessage } from "../protocol/childMessages.ts";
import type { StartMessage } from "../protocol/parentMessages.ts";
import { createTestDataset, createTestRun } from "../testing/createTestRun.ts";
import { TrainingControl } from "./trainingControl.ts";
import { trainRun } from "./trainRun.ts";

let testDatabase: TestDatabase;
let database: Database;
let folder: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  folder = await mkdtemp(join(tmpdir(), "maskyard-train-run-"));
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
  await rm(folder, { recursive: true, force: true });
});

interface Training {
  outcome: string;
  messages: ChildMessage[];
  /** After each step. */
  tensorCounts: number[];
}

/** A training without a supervising process: what it reports is acknowledged at once. */
async function train(
  counts: { trainCount: number; valCount: number },
  overrides: Partial<RunConfiguration>,
  recorded: Partial<StartMessage> = {},
): Promise<Training> {
  const dataset = await createTestDataset(database, new BlobStore(folder), counts);
  const runId = await createTestRun(database, dataset, overrides);
  const run = await database.prisma.run.findUniqueOrThrow({ where: { id: runId } });
  const start: StartMessage = {
    type: "start",
    runId,
    attempt: 1,
    maxAttempts: 3,
    recipe: "MININET",
    configuration: run.configuration,
    manifestSha256: dataset.manifestSha256,
    blobDirectory: folder,
    weightsDirectory: folder,
    initialWeights: null,
    checkpoints: [],
    evaluations: [],
    sweepStop: null,
    ...recorded,
  };
  const messages: ChildMessage[] = [];
  const link: ParentLink = new ParentLink((message) => {
    messages.push(message);
    queueMicrotask(() => link.acknowledge(message.sequence, { value: "row" }));
  });
  const tensorCounts: number[] = [];
  const outcome = await trainRun({
    start,
    loadEngine,
    link,
    reporter: new Reporter(link),
    control: new TrainingControl(),
    onStep: ({ engine }) => tensorCounts.push(engine.tf.memory().numTensors),
  });
  return { outcome, messages, tensorCounts };
}

test("fifty steps keep the number of tensors as it is after the first", { timeout: 300_000 }, async () => {
  const { outcome, messages, tensorCounts } = await train(
    { trainCount: 6, valCount: 0 },
    { epochs: 25, maxSteps: 50, evaluateEveryEpochs: 1_000 },
  );
  expect(outcome).toBe("succeeded");
  expect(tensorCounts).toHaveLength(50);
  expect(new Set(tensorCounts.slice(1)).size).toBe(1);
  const points = messages.flatMap((message) => (message.type === "points" ? message.points : []));
  const losses = points.filter(({ series }) => series === "loss").map(({ value }) => value);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(losses.slice(40))).toBeLessThan(mean(losses.slice(0, 10)));
});

test("what a lost attempt evaluated after the step it goes on from is evaluated anew", {
  timeout: 300_000,
}, async () => {
  // No checkpoint is left: the run begins again, and its evaluation after step 2 was removed with it.
  const { messages } = await train(
    { trainCount: 4, valCount: 1 },
    { epochs: 1, earlyStoppingEvaluations: 1 },
    { attempt: 2, evaluations: [{ step: 2, value: 0.9 }] },
  );
  expect(messages.flatMap((message) => (message.type === "evaluation" ? message.step : []))).toEqual([2]);
});

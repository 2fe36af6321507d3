import { type Augmentation, COLOR_KINDS } from "@maskyard/annotations";
import fc from "fast-check";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newId } from "../database/newId.ts";
import { LeaseLostError } from "../job/JobLease.ts";
import { openTestStore, type TestStore } from "../testing/openTestStore.ts";
import { type SeededProject, seedProject, seedRun } from "../testing/seedRun.ts";
import { claimRun } from "../training/claimRun.ts";
import type { RunLease } from "../training/RunLease.ts";
import { appendImageLosses } from "./appendImageLosses.ts";
import { type ImageLossInput, totalLoss } from "./ImageLoss.ts";
import { readImageLosses } from "./readImageLosses.ts";
import { summariseImageLosses } from "./summariseImageLosses.ts";
import { truncateImageLossesAfter } from "./truncateImageLossesAfter.ts";

let store: TestStore;
let pool: Pool;
let project: SeededProject;
const imageIds = Array.from({ length: 40 }, () => newId());

beforeAll(async () => {
  store = await openTestStore();
  ({ pool, project } = store);
});

afterAll(async () => {
  await store?.close();
});

async function startRun(): Promise<RunLease> {
  await seedRun(pool, project);
  const run = await claimRun(pool, { trainerId: project.trainerId, leaseSeconds: 600 });
  if (!run) throw new Error("expected a queued run");
  return { runId: run.runId, jobId: run.jobId, fencingToken: run.fencingToken };
}

/** Whatever can be done to an image, and now and then nothing, or nothing that was recorded; `key` tells which. */
function augmentationOf(key: number): Augmentation | null {
  const random = (part: number) => Math.abs(Math.sin(key * 7.3 + part)) % 1;
  if (key % 17 === 0) return null;
  const [scaledWidthPx, scaledHeightPx] = [100 + Math.floor(1900 * random(1)), 100 + Math.floor(1900 * random(2))];
  const window = {
    scaledWidthPx,
    scaledHeightPx,
    leftPx: Math.floor(random(3) * Math.max(1, scaledWidthPx - 512)),
    topPx: Math.floor(random(4) * Math.max(1, scaledHeightPx - 512)),
    widthPx: 512,
    heightPx: 512,
  };
  const kinds = COLOR_KINDS.filter((_, part) => random(5 + part) > 0.3);
  const turn = key % 4;
  const colors = [...kinds.slice(turn), ...kinds.slice(0, turn)].map((kind, part) => ({
    kind,
    amount: Math.fround(kind === "hue" ? 0.2 * random(9) - 0.1 : 0.6 + 0.8 * random(10 + part)),
  }));
  return { window: key % 5 === 0 ? null : window, flipped: random(11) > 0.5, colors };
}

/** Two images a step; the losses are float32, as they leave the engine, and tell their step and image. */
function lossesOf(steps: number[], salt = 0): ImageLossInput[] {
  return steps.flatMap((step) =>
    [0, 1].map((place) => {
      const image = (step * 7 + place * 3) % imageIds.length;
      const value = (part: number) => Math.fround(Math.abs(Math.sin(step * 13 + image + part + salt)) * 3);
      return {
        step,
        imageId: imageIds[image] as string,
        augmentation: augmentationOf(step * 2 + place),
        classifier: value(1),
        boxRegression: value(2),
        mask: value(3),
        objectness: value(4),
        rpnBoxRegression: value(5),
      };
    }),
  );
}

const steps = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const withTotals = (losses: ImageLossInput[]) => losses.map((loss) => ({ ...loss, total: totalLoss(loss) }));
const readAll = (runId: string) => readImageLosses(pool, { runId, order: "step", first: 1_000_000 });

it("gives back every image of every step, however they were appended, written again and cut", async () => {
  const command = fc.oneof(
    fc.record({
      kind: fc.constant("append" as const),
      jump: fc.oneof(
        { weight: 5, arbitrary: fc.constant(1) },
        { weight: 1, arbitrary: fc.integer({ min: -200, max: 9 }) },
      ),
      count: fc.integer({ min: 1, max: 200 }),
    }),
    fc.record({ kind: fc.constant("truncate" as const), percent: fc.integer({ min: 0, max: 110 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 8 }), async (commands) => {
      const lease = await startRun();
      let model = new Map<number, ImageLossInput[]>();
      let lastStep = 0;
      for (const [salt, one] of commands.entries()) {
        if (one.kind === "append") {
          const added = steps(Math.max(0, lastStep + one.jump), one.count);
          for (const step of added) model.set(step, lossesOf([step], salt));
          await appendImageLosses(pool, { ...lease, losses: lossesOf(added, salt) });
        } else {
          const step = Math.floor((lastStep * one.percent) / 100);
          model = new Map([...model].filter(([at]) => at <= step));
          await truncateImageLossesAfter(pool, { ...lease, step });
        }
        lastStep = Math.max(0, ...model.keys());
      }
      const expected = [...model].sort(([a], [b]) => a - b).flatMap(([, losses]) => withTotals(losses));
      expect(await readAll(lease.runId)).toEqual(expected);
      const [fromStep, toStep] = [Math.floor(lastStep / 3), Math.floor(lastStep / 2)];
      expect(await readImageLosses(pool, { runId: lease.runId, fromStep, toStep, order: "step", first: 500 })).toEqual(
        expected.filter(({ step }) => step >= fromStep && step <= toStep).slice(0, 500),
      );
    }),
    { numRuns: 30 },
  );
}, 60_000);

it("finds the worst images of a step and of a long run", async () => {
  const lease = await startRun();
  const all = lossesOf(steps(1, 12_000));
  const spike = all[2 * 11_110] as ImageLossInput;
  const losses = all.map((loss) => (loss === spike ? { ...loss, mask: 400 } : loss));
  for (let at = 0; at < losses.length; at += 2_000)
    await appendImageLosses(pool, { ...lease, losses: losses.slice(at, at + 2_000) });
  const [worst] = await readImageLosses(pool, { runId: lease.runId, order: "greatest", first: 1 });
  expect(worst).toMatchObject({ step: 11_111, imageId: spike.imageId, mask: 400 });
  const { runId } = lease;
  const ofStep = await readImageLosses(pool, { runId, fromStep: 11_111, toStep: 11_111, order: "greatest", first: 9 });
  expect(ofStep.map(({ total }) => total)).toEqual(
    withTotals(losses.filter(({ step }) => step === 11_111))
      .map(({ total }) => total)
      .sort((a, b) => b - a),
  );
}, 60_000);

it("takes few bytes an image-step, and no more for what is not done", async () => {
  const losses = lossesOf(steps(1, 1_000));
  const bytesOf = async (augmentationAt: (key: number) => Augmentation | null) => {
    const lease = await startRun();
    const recorded = losses.map((loss, key) => ({ ...loss, augmentation: augmentationAt(key) }));
    await appendImageLosses(pool, { ...lease, losses: recorded });
    const { rows } = await pool.query<{ bytes: string }>(
      "SELECT sum(pg_column_size(payload) + pg_column_size(image_ids)) AS bytes FROM image_loss_chunk WHERE run_id = $1",
      [lease.runId],
    );
    return Number(rows[0]?.bytes) / losses.length;
  };
  const nothing = { window: null, flipped: false, colors: [] };
  const isFlipped = (key: number) => augmentationOf(key)?.flipped ?? false;
  // Five float32 numbers, a step and an image of sixteen bytes, compressed.
  const alone = await bytesOf(() => null);
  expect(alone).toBeLessThan(26);
  expect((await bytesOf(() => nothing)) - alone).toBeLessThan(0.05);
  expect((await bytesOf((key) => ({ ...nothing, flipped: isFlipped(key) }))) - alone).toBeLessThan(0.25);
  expect((await bytesOf((key) => augmentationOf(key) ?? nothing)) - alone).toBeLessThan(23);
}, 60_000);

it("reads a chunk of before augmentations were recorded, and goes on in it", async () => {
  const lease = await startRun();
  // Written by the version before: images 0 and 1 at step 1, 2 and 0 at step 2.
  const payload = Buffer.from("AgIFAmNhYmBiYGBiYmZAAvZI7AYGBgY7MN/YGIQbGoyV7evr65DVg+TPMjAwnIFiW6AkAA==", "base64");
  await pool.query(
    "INSERT INTO image_loss_chunk (run_id, first_step, last_step, count, image_ids, payload) VALUES ($1, 1, 2, 4, $2::uuid[], $3)",
    [lease.runId, imageIds.slice(0, 3), payload],
  );
  const old = (step: number, image: number, mask: number) => ({
    step,
    imageId: imageIds[image] as string,
    augmentation: null,
    classifier: 0.5,
    boxRegression: 0.25,
    mask,
    objectness: 0.125,
    rpnBoxRegression: Math.fround(0.1),
  });
  const before = [old(1, 0, 1), old(1, 1, 2), old(2, 2, Math.fround(0.7)), old(2, 0, 9)];
  expect(await readAll(lease.runId)).toEqual(withTotals(before));
  const added = lossesOf([3, 4]);
  await appendImageLosses(pool, { ...lease, losses: added });
  expect(await readAll(lease.runId)).toEqual(withTotals([...before, ...added]));
  const { rows } = await pool.query("SELECT count(*)::int FROM image_loss_chunk WHERE run_id = $1", [lease.runId]);
  expect(rows).toEqual([{ count: 1 }]);
});

it("gives each image once, as its last step left it, worst first", async () => {
  const lease = await startRun();
  const losses = lossesOf(steps(1, 500));
  await appendImageLosses(pool, { ...lease, losses });
  const last = new Map(withTotals(losses).map((loss) => [loss.imageId, loss]));
  const expected = [...last.values()].sort((a, b) => b.total - a.total || a.step - b.step);
  const read = (first: number, toStep?: number) =>
    readImageLosses(pool, { runId: lease.runId, order: "latest", first, ...(toStep ? { toStep } : {}) });
  expect(await read(1_000)).toEqual(expected);
  expect(await read(3)).toEqual(expected.slice(0, 3));
  expect(Math.max(...(await read(1_000, 100)).map(({ step }) => step))).toBe(100);
}, 60_000);

it("takes the same call twice as once, also at the very end of a full chunk", async () => {
  const lease = await startRun();
  const full = lossesOf(steps(1, 128));
  await appendImageLosses(pool, { ...lease, losses: full });
  await appendImageLosses(pool, { ...lease, losses: full });
  await appendImageLosses(pool, { ...lease, losses: lossesOf([128], 1) });
  await appendImageLosses(pool, { ...lease, losses: lossesOf([129]) });
  await truncateImageLossesAfter(pool, { ...lease, step: 128 });
  expect(await readAll(lease.runId)).toEqual(withTotals([...full.slice(0, -2), ...lossesOf([128], 1)]));
});

it("keeps what is no number, and shows it first among the worst", async () => {
  const lease = await startRun();
  const [good, bad] = lossesOf([1]) as [ImageLossInput, ImageLossInput];
  const diverged = { ...bad, mask: Number.NaN, classifier: Number.POSITIVE_INFINITY };
  await appendImageLosses(pool, { ...lease, losses: [good, diverged] });
  const read = await readImageLosses(pool, { runId: lease.runId, order: "greatest", first: 2 });
  expect(read.map(({ imageId, mask, classifier }) => [imageId, mask, classifier])).toEqual([
    [bad.imageId, Number.NaN, Number.POSITIVE_INFINITY],
    [good.imageId, good.mask, good.classifier],
  ]);
});

it("writes and cuts nothing under an old token", async () => {
  const lease = await startRun();
  const losses = lossesOf([1, 2, 3]);
  await appendImageLosses(pool, { ...lease, losses });
  const old = { ...lease, fencingToken: lease.fencingToken - 1 };
  await expect(appendImageLosses(pool, { ...old, losses: lossesOf([4]) })).rejects.toThrow(LeaseLostError);
  await expect(truncateImageLossesAfter(pool, { ...old, step: 1 })).rejects.toThrow(LeaseLostError);
  expect(await readAll(lease.runId)).toEqual(withTotals(losses));
});

it("refuses a step that is no whole number", async () => {
  const lease = await startRun();
  const losses = lossesOf([1]).map((loss) => ({ ...loss, step: 1.5 }));
  await expect(appendImageLosses(pool, { ...lease, losses })).rejects.toThrow("expected a whole step from 0");
});

it("puts together what several runs made of each image, relative to each run's average", async () => {
  const own = await seedProject(pool);
  const start = async (): Promise<RunLease> => {
    const runId = await seedRun(pool, own, { priority: 1 });
    const run = await claimRun(pool, { trainerId: own.trainerId, leaseSeconds: 600 });
    if (run?.runId !== runId) throw new Error("expected the run that was queued");
    return { runId, jobId: run.jobId, fencingToken: run.fencingToken };
  };
  const [easy, hard, broken] = [newId(), newId(), newId()];
  const loss = (step: number, imageId: string, mask: number) => ({
    step,
    imageId,
    augmentation: null,
    classifier: 0,
    boxRegression: 0,
    mask,
    objectness: 0,
    rpnBoxRegression: 0,
  });
  const [old, one, two] = [await start(), await start(), await start()];
  await appendImageLosses(pool, { ...old, losses: [loss(1, easy, 1000)] });
  // Its mean is 2: easy 0.5 of it, hard 1.5.
  await appendImageLosses(pool, {
    ...one,
    losses: [loss(1, easy, 2), loss(1, hard, 4), loss(2, easy, 0), loss(2, hard, 2)],
  });
  // Ten times the losses tell the same of the images; one of them gave no number.
  await appendImageLosses(pool, {
    ...two,
    losses: [loss(1, easy, 10), loss(1, hard, 30), loss(2, broken, Number.NaN), loss(2, hard, 20)],
  });
  const summaries = await summariseImageLosses(pool, { datasetId: own.datasetId, runs: 2, first: 10 });
  expect(summaries).toEqual([
    {
      imageId: broken,
      runs: 1,
      times: 1,
      notNumbers: 1,
      relative: Number.NaN,
      latest: Number.NaN,
      greatest: Number.NaN,
      greatestAt: null,
    },
    {
      imageId: hard,
      runs: 2,
      times: 4,
      notNumbers: 0,
      relative: (25 / 20 + 3 / 2) / 2,
      latest: 11,
      greatest: 30,
      greatestAt: { runId: two.runId, step: 1 },
    },
    {
      imageId: easy,
      runs: 2,
      times: 3,
      notNumbers: 0,
      relative: (10 / 20 + 1 / 2) / 2,
      latest: 5,
      greatest: 10,
      greatestAt: { runId: two.runId, step: 1 },
    },
  ]);
  expect(await summariseImageLosses(pool, { datasetId: own.datasetId, runs: 2, first: 1 })).toHaveLength(1);
  // The oldest run counts when three are looked at.
  const three = await summariseImageLosses(pool, { datasetId: own.datasetId, runs: 3, first: 10 });
  expect(three.find(({ imageId }) => imageId === easy)).toMatchObject({ runs: 3, greatest: 1000 });
});

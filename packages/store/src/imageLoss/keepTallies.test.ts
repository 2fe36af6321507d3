import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newId } from "../database/newId.ts";
import { openTestStore, type TestStore } from "../testing/openTestStore.ts";
import { type SeededProject, seedProject, seedRun } from "../testing/seedRun.ts";
import { claimRun } from "../training/claimRun.ts";
import { finishRun } from "../training/finishRun.ts";
import type { RunLease } from "../training/RunLease.ts";
import { appendImageLosses } from "./appendImageLosses.ts";
import type { ImageLoss, ImageLossInput } from "./ImageLoss.ts";
import { keepTallies } from "./keepTallies.ts";
import { readImageLosses } from "./readImageLosses.ts";
import { readTallies } from "./readTallies.ts";
import { summariseImageLosses } from "./summariseImageLosses.ts";
import { truncateImageLossesAfter } from "./truncateImageLossesAfter.ts";

let store: TestStore;
let pool: Pool;
/** More images than the least number of image-steps that are counted one by one. */
const imageIds = Array.from({ length: 5_000 }, () => newId());

beforeAll(async () => {
  store = await openTestStore();
  ({ pool } = store);
});

afterAll(async () => {
  await store?.close();
});

async function startRun(project: SeededProject): Promise<RunLease> {
  const runId = await seedRun(pool, project);
  const run = await claimRun(pool, { trainerId: project.trainerId, leaseSeconds: 600 });
  if (run?.runId !== runId) throw new Error("expected the run that was queued");
  return { runId, jobId: run.jobId, fencingToken: run.fencingToken };
}

/** Four of `images` images a step, in an order of their own each time; now and then one gives no number. */
function lossesOf(fromStep: number, steps: number, salt = 0, images = imageIds.length): ImageLossInput[] {
  return Array.from({ length: steps * 4 }, (_, at) => {
    const step = fromStep + Math.floor(at / 4);
    const place = ((step * 4 + (at % 4)) * 3_571 + salt) % images;
    const part = (index: number) => Math.fround(1 + Math.sin(step * 13 + place + index + salt));
    return {
      step,
      imageId: imageIds[place] as string,
      // Its amount lies in the columns after the losses, and counts in none of them.
      augmentation:
        step % 3 === 0 ? null : { flipped: false, window: null, colors: [{ kind: "brightness", amount: 1.5 }] },
      classifier: part(1),
      boxRegression: part(2),
      mask: (place + step) % 1_009 === 0 ? Number.NaN : part(3),
      objectness: part(4),
      rpnBoxRegression: part(5),
    };
  });
}

async function append(lease: RunLease, losses: readonly ImageLossInput[]): Promise<void> {
  for (let at = 0; at < losses.length; at += 800) {
    await appendImageLosses(pool, { ...lease, losses: losses.slice(at, at + 800) });
  }
}

/** Each image's figures by counting all that is stored, one by one. */
async function countedAnew(runId: string) {
  const all = await readImageLosses(pool, { runId, order: "step", first: 1_000_000 });
  const byImage = new Map<string, ImageLoss[]>();
  for (const loss of all) byImage.set(loss.imageId, [...(byImage.get(loss.imageId) ?? []), loss]);
  return new Map(
    Array.from(byImage, ([imageId, losses]) => {
      const numbers = losses.filter(({ total }) => Number.isFinite(total));
      const greatest = Math.max(...numbers.map(({ total }) => total));
      const figures = {
        times: losses.length,
        notNumbers: losses.length - numbers.length,
        sum: numbers.reduce((sum, { total }) => sum + total, 0),
        latest: losses.at(-1)?.total,
        greatest: numbers.length === 0 ? Number.NaN : greatest,
        greatestStep: numbers.find(({ total }) => total === greatest)?.step ?? 0,
      };
      return [imageId, figures];
    }),
  );
}

async function read(runId: string) {
  const client = await pool.connect();
  try {
    return await readTallies(client, runId);
  } finally {
    client.release();
  }
}

async function keptThrough(runId: string): Promise<number | undefined> {
  const { rows } = await pool.query("SELECT through_step FROM image_loss_tally WHERE run_id = $1", [runId]);
  return rows[0]?.through_step;
}

it("keeps what a run made of each image as it goes, and counts the rest, also after steps were written again and cut", async () => {
  const lease = await startRun(await seedProject(pool));
  const expectExact = async () => expect((await read(lease.runId)).tallies).toEqual(await countedAnew(lease.runId));

  await append(lease, lossesOf(1, 1_000));
  expect(await keptThrough(lease.runId)).toBeUndefined();
  await expectExact();

  await append(lease, lossesOf(1_001, 3_000));
  const kept = await keptThrough(lease.runId);
  expect(kept).toBeGreaterThan(2_000);
  // What is counted at each reading stays below what is kept.
  expect((await read(lease.runId)).tail).toBeLessThan(imageIds.length + 1_000);
  await expectExact();

  // Steps after what is kept leave it as it is.
  await append(lease, lossesOf((kept as number) + 1, 10, 5));
  expect(await keptThrough(lease.runId)).toBe(kept);
  await expectExact();

  await append(lease, lossesOf(700, 10, 5));
  await expectExact();

  await truncateImageLossesAfter(pool, { ...lease, step: 1_900 });
  expect(await keptThrough(lease.runId)).toBeLessThanOrEqual(1_900);
  await expectExact();

  await truncateImageLossesAfter(pool, { ...lease, step: 300 });
  expect(await keptThrough(lease.runId)).toBeUndefined();
  await append(lease, lossesOf(301, 2_500, 9));
  expect(await keptThrough(lease.runId)).toBeGreaterThan(301);
  await expectExact();
}, 120_000);

it("keeps at the first reading what a run of before had not kept, unless somebody is at work on it or has been since", async () => {
  const project = await seedProject(pool);
  const lease = await startRun(project);
  await append(lease, lossesOf(1, 3_000, 0, 900));
  const summarise = () => summariseImageLosses(pool, { datasetId: project.datasetId, runs: 5, first: 50 });
  const before = await summarise();
  expect(before).toHaveLength(50);
  const forget = () => pool.query("DELETE FROM image_loss_tally WHERE run_id = $1", [lease.runId]);

  await forget();
  expect(await summarise()).toEqual(before);
  expect(await keptThrough(lease.runId)).toBeUndefined();

  await finishRun(pool, { ...lease, status: "SUCCEEDED" });
  expect(await summarise()).toEqual(before);
  expect(await keptThrough(lease.runId)).toBe(3_000);
  expect((await read(lease.runId)).tail).toBe(0);
  expect(await summarise()).toEqual(before);

  await forget();
  const stale = { ...lease, fencingToken: lease.fencingToken - 1 };
  await keepTallies(pool, stale, await read(lease.runId));
  expect(await keptThrough(lease.runId)).toBeUndefined();
}, 60_000);

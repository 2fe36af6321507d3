import fc from "fast-check";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tools/testing/testDatabase.mjs";
import { createDatabase, type Database } from "../database/createDatabase.ts";
import { LeaseLostError } from "../job/JobLease.ts";
import { type SeededProject, seedProject, seedRun } from "../testing/seedRun.ts";
import { claimRun } from "../training/claimRun.ts";
import type { RunLease } from "../training/RunLease.ts";
import { appendPoints, type PointInput } from "./appendPoints.ts";
import { readSeries, readSeriesOfRuns } from "./readSeries.ts";
import { truncatePointsAfter } from "./truncatePointsAfter.ts";

let testDatabase: TestDatabase;
let db: Database;
let pool: Pool;
let project: SeededProject;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = createDatabase(testDatabase.url);
  pool = db.pool;
  project = await seedProject(pool);
});

afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

async function startRun(): Promise<RunLease> {
  await seedRun(pool, project);
  const run = await claimRun(pool, { trainerId: project.trainerId, leaseSeconds: 600 });
  if (!run) throw new Error("expected a queued run");
  return { runId: run.runId, jobId: run.jobId, fencingToken: run.fencingToken };
}

/** What a series must hold, kept the plainest way. */
class NaiveSeries {
  readonly points = new Map<number, number>();

  range(fromStep: number, toStep: number): [step: number, value: number][] {
    return [...this.points].filter(([step]) => step >= fromStep && step <= toStep).sort(([a], [b]) => a - b);
  }

  truncateAfter(lastKept: number): void {
    for (const step of this.points.keys()) if (step > lastKept) this.points.delete(step);
  }
}

/** The least and the greatest value; NaN where no number is among them. */
function extremes(values: readonly number[]): [number, number] {
  const numbers = values.filter((value) => !Number.isNaN(value));
  if (numbers.length === 0) return [Number.NaN, Number.NaN];
  return [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))];
}

async function expectEqual(
  runId: string,
  model: NaiveSeries,
  query: { fromStep?: number; toStep?: number; points: number },
): Promise<void> {
  const [data] = await readSeries(pool, { runId, names: ["loss"], ...query });
  const expected = model.range(query.fromStep ?? 0, query.toStep ?? 2 ** 31 - 1);
  if (model.points.size === 0) {
    expect(data).toBeUndefined();
    return;
  }
  if (!data) throw new Error("expected the series to be there");
  expect(data.total).toBe(model.points.size);
  const all = model.range(0, 2 ** 31 - 1);
  expect([data.lastStep, data.lastValue]).toEqual(all.at(-1));
  expect([data.minValue, data.maxValue]).toEqual(extremes(all.map(([, value]) => value)));
  expect(data.reduced).toBe(expected.length > query.points);
  if (!data.reduced) {
    expect(data.steps).toEqual(expected.map(([step]) => step));
    expect(data.values).toEqual(expected.map(([, value]) => value));
    return;
  }
  expect(data.steps).toHaveLength(query.points);
  // Each bucket holds exactly the points after the bucket before it.
  let from = query.fromStep ?? 0;
  for (const [index, lastStep] of data.steps.entries()) {
    const inBucket = model.range(from, lastStep);
    expect([lastStep, data.values[index]]).toEqual(inBucket.at(-1));
    const bounds = [data.minValues?.[index], data.maxValues?.[index]];
    expect(bounds).toEqual(extremes(inBucket.map(([, value]) => value)));
    from = lastStep + 1;
  }
  expect(data.steps.at(-1)).toBe(expected.at(-1)?.[0]);
}

const valueArbitrary = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-300) },
);

/** Runs of consecutive steps, so that chunks fill up and pyramids grow; now and then a jump back or ahead. */
const commandArbitrary = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("append" as const),
      jump: fc.oneof(
        { weight: 6, arbitrary: fc.constant(1) },
        { weight: 2, arbitrary: fc.integer({ min: -700, max: 40 }) },
      ),
      count: fc.integer({ min: 1, max: 600 }),
      stride: fc.constantFrom(1, 1, 1, 3),
      values: fc.array(valueArbitrary, { minLength: 1, maxLength: 40 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("truncate" as const),
      share: fc.double({ min: 0, max: 1.1, noNaN: true }),
    }),
  },
);

it("holds exactly what a plain map holds, whatever is appended, replaced and truncated", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(commandArbitrary, { minLength: 1, maxLength: 14 }),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), {
        minLength: 2,
        maxLength: 2,
      }),
      fc.constantFrom(1, 7, 100),
      // Points there before, in batches that end anywhere in a chunk: enough for buckets of level 3.
      fc.constantFrom(0, 0, 5_000, 13_000),
      async (commands, windows, points, pointsBefore) => {
        const lease = await startRun();
        const model = new NaiveSeries();
        let lastStep = 0;
        for (; lastStep < pointsBefore; lastStep += 700) {
          const batch = Array.from({ length: 700 }, (_, index) => {
            const step = lastStep + 1 + index;
            return { series: "loss", step, value: Math.sin(step) * step };
          });
          for (const { step, value } of batch) model.points.set(step, value);
          await appendPoints(pool, { ...lease, points: batch });
        }
        for (const command of commands) {
          if (command.kind === "truncate") {
            const step = Math.floor(lastStep * command.share);
            await truncatePointsAfter(pool, { ...lease, step });
            model.truncateAfter(step);
          } else {
            const batch: PointInput[] = [];
            let step = Math.max(0, lastStep + command.jump);
            for (let index = 0; index < command.count; index++, step += command.stride) {
              const value = command.values[index % command.values.length] as number;
              batch.push({ series: "loss", step, value });
              model.points.set(step, value);
            }
            await appendPoints(pool, { ...lease, points: batch });
          }
          lastStep = Math.max(0, ...model.points.keys());
        }
        await expectEqual(lease.runId, model, { points: 1_000_000 });
        await expectEqual(lease.runId, model, { points });
        for (const [a, b] of windows) {
          const bounds = [Math.floor(a * lastStep), Math.floor(b * lastStep)].sort((x, y) => x - y);
          await expectEqual(lease.runId, model, { fromStep: bounds[0] as number, toStep: bounds[1] as number, points });
        }
      },
    ),
    {
      numRuns: 60,
      // The sign of a last value that is zero.
      examples: [
        [
          [{ kind: "append", jump: 1, count: 1, stride: 1, values: [-0, 0] }],
          [
            [0, 0],
            [0, 0],
          ],
          1,
          0,
        ],
      ],
    },
  );
}, 120_000);

it("keeps single-step spikes at every zoom of a long series", async () => {
  const lease = await startRun();
  const count = 100_000;
  const spikes = new Set(Array.from({ length: 100 }, (_, index) => 500 + index * 991));
  const value = (step: number) => (spikes.has(step) ? 1000 + step : Math.sin(step / 300));
  for (let from = 0; from < count; from += 9_973) {
    const steps = Array.from({ length: Math.min(9_973, count - from) }, (_, index) => from + index);
    await appendPoints(pool, { ...lease, points: steps.map((step) => ({ series: "loss", step, value: value(step) })) });
  }
  for (const [fromStep, toStep] of [
    [0, count],
    [250, 77_777],
    [40_000, 60_001],
    [98_000, 99_999],
  ] as const) {
    const [data] = await readSeries(pool, { runId: lease.runId, points: 500, fromStep, toStep });
    const greatest = Math.max(...(data?.maxValues ?? []));
    const inRange = [...spikes].filter((step) => step >= fromStep && step <= toStep);
    expect(greatest).toBe(1000 + Math.max(...inRange));
    const shown = new Set(data?.maxValues?.filter((max) => max > 900));
    // Spikes lie 991 steps apart: never two in a bucket of this zoom, so each one shows.
    expect(shown.size).toBe(inRange.length);
  }
});

it("gives the time of each bucket's last value, also of long series, and null where nobody said", async () => {
  const lease = await startRun();
  const atMs = (step: number) => 1_700_000_000_000 + step * 250 + (step % 7);
  const points = Array.from({ length: 9_000 }, (_, step) => ({ series: "loss", step, value: step, atMs: atMs(step) }));
  await appendPoints(pool, { ...lease, points });
  await appendPoints(pool, { ...lease, points: [{ series: "untimed", step: 1, value: 1 }] });
  for (const wanted of [10, 300, 10_000]) {
    const [loss, untimed] = await readSeries(pool, { runId: lease.runId, points: wanted, fromStep: 40 });
    expect(loss?.timesMs).toEqual(loss?.steps.map(atMs));
    expect(untimed?.timesMs).toBeNull();
    expect([loss?.total, loss?.pointsInRange]).toEqual([9_000, 8_960]);
  }
});

it("reads several runs at once as it reads each alone", async () => {
  const leases = [await startRun(), await startRun(), await startRun()];
  for (const [index, lease] of leases.entries()) {
    const points = ["loss", "lr"].flatMap((series) =>
      Array.from({ length: 700 * index + 3 }, (_, step) => ({ series, step, value: Math.sin(step + index) })),
    );
    await appendPoints(pool, { ...lease, points });
  }
  const runIds = leases.map(({ runId }) => runId);
  const excerpt = { points: 20, fromStep: 2, toStep: 900 };
  const together = await readSeriesOfRuns(pool, { ...excerpt, runIds });
  for (const runId of runIds) expect(together.get(runId)).toEqual(await readSeries(pool, { ...excerpt, runId }));
  expect(together.get(runIds[2] as string)?.[0]?.steps).toHaveLength(20);
});

it("takes the later of two values for one step in one call, and keeps series apart", async () => {
  const lease = await startRun();
  await appendPoints(pool, {
    ...lease,
    points: [
      { series: "loss", step: 2, value: 1 },
      { series: "lr", step: 1, value: 0.02 },
      { series: "loss", step: 1, value: 3 },
      { series: "loss", step: 2, value: 2 },
    ],
  });
  const series = await readSeries(pool, { runId: lease.runId });
  expect(series.map(({ name, steps, values, total }) => ({ name, steps, values, total }))).toEqual([
    { name: "loss", steps: [1, 2], values: [3, 2], total: 2 },
    { name: "lr", steps: [1], values: [0.02], total: 1 },
  ]);
});

it("writes nothing under a token that is no longer the newest", async () => {
  const lease = await startRun();
  await appendPoints(pool, { ...lease, points: [{ series: "loss", step: 1, value: 1 }] });
  const stale = { ...lease, fencingToken: lease.fencingToken - 1 };
  await expect(appendPoints(pool, { ...stale, points: [{ series: "loss", step: 2, value: 9 }] })).rejects.toThrow(
    LeaseLostError,
  );
  await expect(truncatePointsAfter(pool, { ...stale, step: 0 })).rejects.toThrow(LeaseLostError);
  const [data] = await readSeries(pool, { runId: lease.runId });
  expect(data?.values).toEqual([1]);
});

it("refuses steps that are no whole numbers", async () => {
  const lease = await startRun();
  await expect(appendPoints(pool, { ...lease, points: [{ series: "loss", step: 1.5, value: 1 }] })).rejects.toThrow(
    "expected a whole step",
  );
});

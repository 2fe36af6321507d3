import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, stat, truncate, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  type AugmentConfiguration,
  applyAugmentation,
  exportWeights,
  loadEngine,
  loadSafetensors,
  MaskRcnn,
  maskRcnnResnet50FpnConfiguration,
  saveSafetensors,
} from "@maskyard/model";
import {
  BlobStore,
  createDatabase,
  type Database,
  type ImageLoss,
  readImageLosses,
  readLog,
  readManifest,
  readSeries,
  requestCancel,
  resolveConfiguration,
} from "@maskyard/store";
import { pino } from "pino";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tools/testing/testDatabase.mjs";
import { ImageCache } from "./data/imageCache.ts";
import { makeSample } from "./data/makeSample.ts";
import type { Sample } from "./data/sample.ts";
import { type DataImage, readTrainingSet } from "./data/trainingSet.ts";
import { describeEngine, type EngineDescription } from "./engineDescription.ts";
import { forkEntry } from "./entry/sourceEntry.ts";
import { augmentationOf } from "./loop/augmentationOf.ts";
import { createTestDataset, createTestRun, type TestDataset, tinyConfiguration } from "./testing/createTestRun.ts";
import { startCuttableProxy } from "./testing/cuttableProxy.ts";
import { type ObservedRun, waitForRun } from "./testing/waitForRun.ts";
import { startTrainer, type Trainer } from "./trainer.ts";

// One dataset and one configuration: every interrupted run must end with the numbers of the one that nothing happened to.
const configuration = {
  epochs: 3,
  checkpointEverySteps: 4,
  evaluateEveryEpochs: 3,
  scoreThreshold: 0.01,
  maxDetections: 5,
  // Whatever draws random numbers or remembers something from step to step.
  batchSize: 1,
  accumulationSteps: 2,
  nesterov: true,
  emaDecay: 0.8,
  maxSizePx: 80,
  trainingMinSizesPx: [64, 80],
  scaleJitter: [0.7, 1.4],
  brightnessJitter: 0.4,
  contrastJitter: 0.4,
  saturationJitter: 0.4,
  hueJitter: 0.1,
};
const totalSteps = 9;
const nothingAugmented: AugmentConfiguration = {
  horizontalFlip: 0,
  scaleJitter: [1, 1],
  cropSizePx: null,
  colorJitter: { brightness: 0, contrast: 0, saturation: 0, hue: 0 },
};

let testDatabase: TestDatabase;
let database: Database;
let folder: string;
let blobs: BlobStore;
let dataset: TestDataset;
let engine: EngineDescription;
/** The uninterrupted run's points, image losses and weights. */
let reference: {
  series: Record<string, [step: number, value: number][]>;
  imageLosses: ImageLoss[];
  weights: Record<string, number[]>;
};

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  folder = await mkdtemp(join(tmpdir(), "maskyard-trainer-"));
  blobs = new BlobStore(join(folder, "blobs"));
  dataset = await createTestDataset(database, blobs, { trainCount: 6, valCount: 2 });
  engine = await describeEngine();
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
  await rm(folder, { recursive: true, force: true });
});

function start(name: string, databaseUrl = testDatabase.url, slots = 1): Promise<Trainer> {
  return startTrainer({
    databaseUrl,
    blobDirectory: join(folder, "blobs"),
    weightsDirectory: join(folder, "weights"),
    name,
    host: hostname(),
    engine,
    leaseSeconds: 3,
    slots,
    logger: pino({ level: "fatal" }),
  });
}

async function withTrainer<T>(work: (trainer: Trainer) => Promise<T>): Promise<T> {
  const trainer = await start("first");
  try {
    return await work(trainer);
  } finally {
    await trainer.stop();
  }
}

const wait = (runId: string, reached: (run: ObservedRun) => boolean) =>
  waitForRun(database, testDatabase.url, runId, reached);
const ended = (run: ObservedRun) => !["QUEUED", "RUNNING"].includes(run.status);

/** Losses, learning rates and evaluations: everything that must be the same in every repetition. */
async function readNumbers(runId: string): Promise<Record<string, [number, number][]>> {
  const series = await readSeries(database.pool, { runId });
  const repeatable = series.filter(({ name }) => /^(loss|lr|val)/.test(name));
  return Object.fromEntries(
    repeatable.map(({ name, steps, values }) => [name, steps.map((step, at) => [step, values[at] as number])]),
  );
}

const readLosses = (runId: string) => readImageLosses(database.pool, { runId, order: "step", first: 1_000 });

/** A few values of every tensor, optimizer state included. */
async function readWeights(run: ObservedRun): Promise<Record<string, number[]>> {
  const last = run.checkpoints.at(-1);
  expect(last?.step).toBe(totalSteps);
  const [weights, state] = await Promise.all(
    [last?.blobSha256, last?.stateBlobSha256].map(async (sha256) => loadSafetensors(await blobs.read(sha256 ?? ""))),
  );
  const arrays = [...(weights?.arrays ?? []), ...(state?.arrays ?? [])];
  expect(state?.arrays.size).toBeGreaterThan(0);
  return Object.fromEntries(arrays.map(([name, { values }]) => [name, [...values.subarray(0, 5)]]));
}

async function expectSameAsUninterrupted(run: ObservedRun) {
  expect(run).toMatchObject({ status: "SUCCEEDED", step: totalSteps });
  expect(await readNumbers(run.id)).toEqual(reference.series);
  expect(await readLosses(run.id)).toEqual(reference.imageLosses);
  expect(await readWeights(run)).toEqual(reference.weights);
  expect(run.checkpoints.map(({ step }) => step)).toEqual([8, 9]);
}

/** What was recorded, done again to the original picture and its masks, gives what the step learned from: three steps an epoch. */
async function expectSamplesFromAugmentations(imageLosses: readonly ImageLoss[]) {
  const { train } = readTrainingSet(await readManifest(blobs, dataset.manifestSha256));
  const { configuration: whole } = resolveConfiguration("MININET", null, { ...tinyConfiguration, ...configuration });
  const cache = new ImageCache(1_000_000);
  const samplesOf = (index: number, epoch: number) =>
    Promise.all(
      [augmentationOf(whole), nothingAugmented].map((augmentation) => {
        const { blobSha256, ...image } = train[index] as DataImage;
        const learning = { annotations: image.annotations, augmentation, keys: { seed: whole.seed, epoch, index } };
        return makeSample({ ...image, path: blobs.path(blobSha256), cacheKey: blobSha256, learning }, cache);
      }),
    );
  for (const { step, imageId, augmentation } of imageLosses) {
    const index = train.findIndex(({ id }) => id === imageId);
    const [seen, original] = (await samplesOf(index, Math.ceil(step / 3))) as [Sample, Sample];
    if (augmentation === null) throw new Error(`expected the augmentation of step ${step}`);
    const { image, target } = applyAugmentation(original.image, original.target, augmentation);
    expect(Buffer.compare(image.pixels, seen.image.pixels)).toBe(0);
    expect(target).toEqual(seen.target);
  }
  // Scaled, mirrored or not, in all four kinds of colour: it was no test on originals.
  expect(new Set(imageLosses.map(({ augmentation }) => augmentation?.flipped))).toEqual(new Set([true, false]));
  expect(imageLosses.every(({ augmentation }) => augmentation?.window && augmentation.colors.length === 4)).toBe(true);
}

async function readLogText(runId: string): Promise<string> {
  return (await readLog(database.pool, { runId })).lines.map(({ text }) => text).join("\n");
}

test("a queued run is trained: series, checkpoints, evaluations, predictions and a log", { timeout: 300_000 }, () =>
  withTrainer(async (trainer) => {
    const runId = await createTestRun(database, dataset, configuration);
    const run = await wait(runId, ended);
    expect(run).toMatchObject({ status: "SUCCEEDED", step: totalSteps, attempt: 1, failureReason: null });
    expect(run.provenance).toMatchObject({ trainer: "first", engine: engine.version, device: engine.device });
    expect(run.provenance).toHaveProperty("command", expect.stringMatching(/^node/));

    const series = await readSeries(database.pool, { runId });
    const steps = Object.fromEntries(series.map(({ name, steps }) => [name, steps]));
    const everyStep = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const losses = ["classifier", "box_reg", "mask", "objectness", "rpn_box_reg"].map((name) => `loss/${name}`);
    for (const name of ["loss", ...losses, "lr", "step_ms", "data_wait_ms", "rss_mib", "peak_rss_mib"]) {
      expect(steps[name], name).toEqual(everyStep);
    }
    for (const name of ["val/segm/AP", "val/segm/AP50", "val/bbox/AP"]) expect(steps[name], name).toEqual([9]);
    const valueAt = (name: string, at: number) => series.find((one) => one.name === name)?.values[at] as number;
    for (const at of [0, 8]) {
      expect(losses.reduce((sum, name) => sum + valueAt(name, at), 0)).toBeCloseTo(valueAt("loss", at), 5);
    }

    // Every epoch shows each of the six images once, two a step; the region proposals' losses have as many samples in both.
    const imageLosses = await readLosses(runId);
    expect(imageLosses.map(({ step }) => step)).toEqual(everyStep.flatMap((step) => [step, step]));
    const shown = imageLosses.map(({ imageId }) => imageId);
    for (const epoch of [0, 1, 2]) expect(new Set(shown.slice(epoch * 6, epoch * 6 + 6)).size).toBe(6);
    for (const step of everyStep) {
      const [one, other] = imageLosses.filter((loss) => loss.step === step);
      const mean = ((one?.objectness as number) + (other?.objectness as number)) / 2;
      expect(mean).toBeCloseTo(valueAt("loss/objectness", step - 1), 5);
    }
    await expectSamplesFromAugmentations(imageLosses);

    const evaluations = await database.prisma.evaluation.findMany({
      where: { runId },
      orderBy: { step: "asc" },
      include: { predictions: true, checkpoint: true },
    });
    expect(evaluations.map(({ step, subset, checkpoint }) => [step, subset, checkpoint?.step])).toEqual([
      [9, "VAL", 9],
    ]);
    const predictions = evaluations.flatMap((evaluation) => evaluation.predictions);
    expect(predictions.length).toBeGreaterThan(0);
    for (const { geometry, score } of predictions) {
      expect(geometry).toMatchObject({ type: "rle", rle: { size: [64, 64] } });
      expect(score).toBeGreaterThanOrEqual(0.01);
    }
    expect(await readLogText(runId)).toMatch(
      /attempt 1 of 3[\s\S]*step 1: loss[\s\S]*epoch 3 of 3: mean loss[\s\S]*evaluated 2 validation images after step 9/,
    );
    const registered = await database.prisma.trainer.findUniqueOrThrow({ where: { id: trainer.trainerId } });
    expect(registered).toMatchObject({ name: "first", device: engine.device, engineVersion: engine.version });
    reference = { series: await readNumbers(runId), imageLosses, weights: await readWeights(run) };
    await expectSameAsUninterrupted(run);
  }),
);

test("a killed training process is started again and ends with the same numbers", { timeout: 300_000 }, () =>
  withTrainer(async () => {
    const runId = await createTestRun(database, dataset, configuration);
    // Past the checkpoint after step 4: the points of step 5 are of the attempt that is lost.
    const running = await wait(runId, (run) => run.step >= 5);
    process.kill(running.provenance?.processId ?? 0, "SIGKILL");
    const run = await wait(runId, ended);
    // It got further than ever before: the count of attempts began anew.
    expect(run).toMatchObject({ attempt: 1, failureReason: null });
    await expectSameAsUninterrupted(run);
    expect(await readLogText(runId)).toContain("continued from the checkpoint after step");
  }),
);

test("a trainer with two slots carries two runs at once, each with its own numbers", { timeout: 300_000 }, async () => {
  const trainer = await start("two slots", testDatabase.url, 2);
  const runIds = [
    await createTestRun(database, dataset, configuration),
    await createTestRun(database, dataset, configuration),
  ];
  await Promise.all(runIds.map((runId) => wait(runId, (run) => run.status === "RUNNING")));
  const claimedAt = await database.prisma.run.findMany({ where: { id: { in: runIds } }, select: { status: true } });
  expect(claimedAt.map(({ status }) => status)).toEqual(["RUNNING", "RUNNING"]);
  const runs = await Promise.all(runIds.map((runId) => wait(runId, ended)));
  await trainer.stop();
  for (const run of runs) await expectSameAsUninterrupted(run);
});

test("another trainer goes on after the first one was killed", { timeout: 300_000 }, async () => {
  const runId = await createTestRun(database, dataset, configuration);
  const first = startTrainerProcess();
  onTestFinished(() => void first.kill("SIGKILL"));
  const running = await wait(runId, (run) => run.step >= 5);
  const orphan = running.provenance?.processId ?? 0;
  first.kill("SIGKILL");
  await withTrainer(async () => {
    const run = await wait(runId, ended);
    expect(run.provenance?.trainer).toBe("first");
    await expectSameAsUninterrupted(run);
  });
  await processEnded(orphan);
});

test("a run outlives an outage of the database that is longer than its lease", { timeout: 300_000 }, async () => {
  const proxy = await startCuttableProxy(testDatabase.url);
  onTestFinished(() => proxy.close());
  const trainer = await start("first", proxy.url);
  const runId = await createTestRun(database, dataset, configuration);
  await wait(runId, (run) => run.step >= 3);
  await proxy.cut();
  await leaseEnded(runId);
  await proxy.restore();
  const run = await wait(runId, ended);
  await trainer.stop();
  expect(run.attempt).toBe(1);
  await expectSameAsUninterrupted(run);
});

test("a trainer whose run was taken ends its training and writes nothing more", { timeout: 300_000 }, () =>
  withTrainer(async () => {
    const runId = await createTestRun(database, dataset, { ...configuration, epochs: 1_000 });
    const running = await wait(runId, (run) => run.step >= 2);
    // What a claim by another trainer does to the row.
    const { step } = await database.prisma.run.update({
      where: { id: runId },
      data: { job: { update: { fencingToken: { increment: 1 } } } },
      select: { step: true },
    });
    await processEnded(running.provenance?.processId ?? 0);
    expect((await wait(runId, () => true)).step).toBe(step);
    await database.prisma.run.update({
      where: { id: runId },
      data: { status: "CANCELLED", job: { update: { status: "CANCELLED" } } },
    });
  }),
);

test("a cancelled run stops with a checkpoint of its last step", { timeout: 300_000 }, () =>
  withTrainer(async () => {
    const runId = await createTestRun(database, dataset, { ...configuration, epochs: 1_000 });
    await wait(runId, (run) => run.step >= 1);
    await requestCancel(database.pool, { runId });
    const run = await wait(runId, ended);
    expect(run.status).toBe("CANCELLED");
    expect(run.checkpoints.at(-1)?.step).toBe(run.step);
    expect((await readNumbers(runId)).loss?.at(-1)?.[0]).toBe(run.step);
  }),
);

test("a stopping trainer gives its run back; a torn checkpoint is passed over for the one before", {
  timeout: 300_000,
}, async () => {
  const runId = await createTestRun(database, dataset, configuration);
  const first = startTrainerProcess();
  onTestFinished(() => void first.kill("SIGKILL"));
  await wait(runId, (run) => run.step >= 5);
  first.kill("SIGTERM");
  expect(await once(first, "exit")).toEqual([0, null]);
  const released = await wait(runId, (run) => run.status === "QUEUED");
  expect(released.attempt).toBe(0);
  const [newest, before] = [...released.checkpoints].reverse();
  const tornPath = blobs.path(newest?.blobSha256 ?? "");
  await truncate(tornPath, (await stat(tornPath)).size / 2);
  const run = await withTrainer(() => wait(runId, ended));
  expect(run.attempt).toBe(1);
  expect(await readLogText(runId)).toMatch(
    new RegExp(
      `checkpoint after step ${newest?.step} cannot be used[\\s\\S]*continued from the checkpoint after step ${before?.step}`,
    ),
  );
  expect(await readNumbers(runId)).toEqual(reference.series);
  expect(await readLosses(runId)).toEqual(reference.imageLosses);
  expect(await readWeights(run)).toEqual(reference.weights);
});

test("a dataset without annotations fails the run at once, with a sentence", { timeout: 300_000 }, () =>
  withTrainer(async () => {
    const bare = await createTestDataset(database, blobs, { trainCount: 2, valCount: 1, annotated: false });
    const run = await wait(await createTestRun(database, bare), ended);
    expect(run).toMatchObject({ status: "FAILED", attempt: 1 });
    expect(run.failureReason).toBe(
      "None of the 2 training images has an annotation to learn from: annotate some of them, then launch the run again.",
    );
  }),
);

test("a frozen parameter that does not exist fails the run before its first step, by name", { timeout: 300_000 }, () =>
  withTrainer(async () => {
    const runId = await createTestRun(database, dataset, { ...configuration, frozenParameters: ["rpn.", "backbon."] });
    const run = await wait(runId, ended);
    expect(run).toMatchObject({ status: "FAILED", attempt: 1, step: 0 });
    expect(run.failureReason).toMatch(
      /^The run's configuration cannot be trained: frozenParameters: no parameter is called or begins with "backbon\."/,
    );
  }),
);

test("a run ends when its evaluations bring nothing better any more, and says so", { timeout: 300_000 }, () =>
  withTrainer(async () => {
    const runId = await createTestRun(database, dataset, {
      ...configuration,
      // Too little to change what is found.
      learningRate: 1e-12,
      weightDecay: 0,
      epochs: 20,
      evaluateEveryEpochs: 1,
      earlyStoppingEvaluations: 2,
    });
    const run = await wait(runId, ended);
    expect(run).toMatchObject({ status: "SUCCEEDED", step: 9, failureReason: null });
    expect((await readNumbers(runId))["val/segm/AP"]?.map(([step]) => step)).toEqual([3, 6, 9]);
    expect(await readLogText(runId)).toMatch(
      /stopped early after step 9 of 60: the last 2 evaluations brought no better mask AP; the best was 0\.\d+ after step 3$/,
    );
  }),
);

test("a diverging loss fails the run, naming step and images", { timeout: 300_000 }, () =>
  withTrainer(async () => {
    const runId = await createTestRun(database, dataset, {
      ...configuration,
      learningRate: 10,
      warmupSteps: 0,
      gradientClipNorm: null,
      epochs: 100,
    });
    const run = await wait(runId, ended);
    expect(run.status).toBe("FAILED");
    expect(run.failureReason).toMatch(
      /^The loss is no longer a finite number at step \d+ \(loss.*images squares-\d\.png/,
    );
  }),
);

test("a run starts from another's checkpoint: all but the predictors are its weights", { timeout: 300_000 }, () =>
  withTrainer(async () => {
    const short = { ...configuration, epochs: 1, evaluateEveryEpochs: 5, learningRate: 1e-9 };
    const first = await wait(await createTestRun(database, dataset, { ...short, seed: 3, normEps: 1e-3 }), ended);
    const [from] = first.checkpoints;
    const runId = await createTestRun(database, dataset, short, { initialCheckpointId: from?.id ?? "" });
    const run = await wait(runId, ended);
    expect(run).toMatchObject({ status: "SUCCEEDED", failureReason: null });
    expect(await readLogText(runId)).toMatch(/started from the weights "a checkpoint".*8 start anew; norm eps 0.001/);
    const read = async (of: ObservedRun) =>
      loadSafetensors(await blobs.read(of.checkpoints.at(-1)?.blobSha256 ?? "")).arrays;
    const [given, trained] = [await read(first), await read(run)];
    const difference = (name: string) => {
      const values = given.get(name)?.values ?? new Float32Array();
      const after = trained.get(name)?.values ?? [];
      return values.reduce((most, value, at) => Math.max(most, Math.abs(value - (after[at] as number))), 0);
    };
    // At this learning rate three steps change nothing that can be seen.
    expect(difference("backbone.body.layer4.1.conv2.weight")).toBeLessThan(1e-6);
    expect(difference("roi_heads.box_head.fc6.weight")).toBeLessThan(1e-6);
    expect(difference("roi_heads.box_predictor.cls_score.weight")).toBeGreaterThan(1e-3);
  }),
);

test("the recipe transfer trains Mask R-CNN ResNet50-FPN from a file with the trainer", { timeout: 300_000 }, () =>
  withTrainer(async () => {
    const { tf } = await loadEngine();
    const source = MaskRcnn.create(tf, maskRcnnResnet50FpnConfiguration({ numClasses: 91 }), 5);
    await mkdir(join(folder, "weights"), { recursive: true });
    await writeFile(join(folder, "weights", "coco.safetensors"), saveSafetensors(exportWeights(source), {}));
    source.dispose();
    const settings = { ...configuration, maxSteps: 2, checkpointEverySteps: null, evaluateEveryEpochs: 100 };
    const runId = await createTestRun(database, dataset, settings, {
      recipe: "TRANSFER",
      trainerPath: "coco.safetensors",
    });
    const run = await wait(runId, ended);
    expect(run).toMatchObject({ status: "SUCCEEDED", step: 2, failureReason: null });
    const { arrays, metadata } = loadSafetensors(await blobs.read(run.checkpoints.at(-1)?.blobSha256 ?? ""));
    expect(metadata.architecture).toBe("maskrcnn_resnet50_fpn");
    expect(arrays.get("roi_heads.mask_predictor.conv5_mask.weight")?.shape).toEqual([256, 64, 2, 2]);
    expect(arrays.get("roi_heads.box_predictor.cls_score.weight")?.shape).toEqual([3, 1024]);
  }),
);

const misfits: [what: string, file: Uint8Array | null, reason: RegExp][] = [
  [
    "are not there",
    null,
    /: the file misfit-0 is not there in this trainer's folder of weights \(MASKYARD_WEIGHTS\)\.$/,
  ],
  ["are no weights", Buffer.from("hello, this is a text"), /^The initial weights "misfit-1 \d+" cannot be read: /],
  [
    "do not fit",
    saveSafetensors(new Map([["backbone.body.conv1.weight", { shape: [2, 2], values: new Float32Array(4) }]]), {}),
    /do not fit the model: tensor "backbone.body.conv1.weight": the file has shape \[2,2\], the model expects \[16,3,7,7\]\.$/,
  ],
];
test.each(misfits.map(([what, file, reason], index) => ({ what, file, reason, trainerPath: `misfit-${index}` })))(
  "weights that $what fail the run before its first step, at the first attempt",
  { timeout: 300_000 },
  ({ file, reason, trainerPath }) =>
    withTrainer(async () => {
      await mkdir(join(folder, "weights"), { recursive: true });
      if (file !== null) await writeFile(join(folder, "weights", trainerPath), file);
      const run = await wait(await createTestRun(database, dataset, configuration, { trainerPath }), ended);
      expect(run).toMatchObject({ status: "FAILED", attempt: 1, step: 0 });
      expect(run.failureReason).toMatch(reason);
    }),
);

async function leaseEnded(runId: string): Promise<void> {
  const sql =
    "SELECT pg_sleep(greatest(0, extract(epoch FROM lease_expires_at - clock_timestamp()) + 0.01)) FROM job WHERE id = (SELECT job_id FROM run WHERE id = $1)";
  await database.pool.query(sql, [runId]);
}

/** A process that is no child of this one tells nobody that it ends. */
async function processEnded(processId: number): Promise<void> {
  expect(processId).toBeGreaterThan(1);
  while (existsSync(`/proc/${processId}`)) await delay(20);
}

function startTrainerProcess(): ChildProcess {
  const { path, execArgv } = forkEntry("main");
  return fork(path, [], {
    execArgv,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      ...process.env,
      DATABASE_URL: testDatabase.url,
      MASKYARD_DATA: folder,
      MASKYARD_TRAINER_NAME: "killed",
      MASKYARD_LEASE_SECONDS: "3",
      LOG_LEVEL: "error",
    },
  });
}

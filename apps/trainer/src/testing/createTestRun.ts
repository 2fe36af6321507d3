import { createRandom } from "@maskyard/model";
import {
  type BlobStore,
  createSnapshot,
  type Database,
  insertAnnotations,
  insertBlobs,
  insertImages,
  insertSplitAssignments,
  inTransaction,
  newId,
  type Recipe,
  type RunConfiguration,
  type RunStatus,
  resolveConfiguration,
} from "@maskyard/store";
import sharp from "sharp";

/** Side of the images; the configuration's smallest, so that a step takes a fraction of a second. */
const sidePx = 64;

/** The preset `scratch` made small; two images a step. */
const shortConfiguration: Partial<RunConfiguration> = {
  epochs: 2,
  batchSize: 2,
  learningRate: 0.005,
  warmupSteps: 2,
  minSizePx: sidePx,
  maxSizePx: sidePx,
  anchorSizesPx: [8, 16, 24, 32, 48],
  rpnBatchSizePerImage: 64,
  rpnPreNmsTopN: 50,
  rpnPostNmsTopN: 20,
  roiBatchSizePerImage: 16,
  checkpointEverySteps: null,
  evaluateEveryEpochs: 1,
};

/** A MiniNet so narrow that most of a test is not its multiplications. */
export const tinyConfiguration: Partial<RunConfiguration> = {
  ...shortConfiguration,
  bodyWidth: 16,
  pyramidChannels: 32,
  boxHeadWidth: 64,
  maskHeadWidths: [32, 32],
};

export interface TestDataset {
  projectId: string;
  datasetId: string;
  snapshotId: string;
  manifestSha256: string;
}

/**
 * A dataset of noise with bright squares ("box") and dark ones ("hole"), split into training and validation images.
 *
 * @param annotated whether the squares have annotations; every third training image has none anyway
 */
export async function createTestDataset(
  database: Database,
  blobs: BlobStore,
  options: { trainCount: number; valCount: number; annotated?: boolean },
): Promise<TestDataset> {
  const { trainCount, valCount, annotated = true } = options;
  const project = await database.prisma.project.create({ data: { name: "squares", slug: newId() } });
  const dataset = await database.prisma.dataset.create({ data: { projectId: project.id, name: "squares" } });
  const categories = await Promise.all(
    ["box", "hole"].map((name, position) =>
      database.prisma.category.create({ data: { datasetId: dataset.id, name, color: "#3366cc", position } }),
    ),
  );
  const split = await database.prisma.split.create({
    data: { datasetId: dataset.id, name: "test", strategy: "RANDOM", seed: 1, trainRatio: 0.8, valRatio: 0.2 },
  });
  const images = Array.from({ length: trainCount + valCount }, (_, index) => drawSquares(index));
  const stored = await Promise.all(images.map(async ({ png }) => blobs.put(await png, "image/png")));
  await inTransaction(database.pool, async (client) => {
    await insertBlobs(client, blobs, stored);
    const imageIds = await insertImages(
      client,
      stored.map(({ sha256 }, index) => ({
        datasetId: dataset.id,
        fileName: `squares-${index}.png`,
        blobSha256: sha256,
        originalSha256: sha256,
        widthPx: sidePx,
        heightPx: sidePx,
        exifOrientation: 1,
      })),
    );
    const annotations = images.flatMap(({ squares }, index) => {
      const isBackground = index < trainCount && index % 3 === 2;
      if (!annotated || isBackground) return [];
      return squares.map(({ kind, x, y, side }) => ({
        datasetId: dataset.id,
        imageId: imageIds[index] as string,
        categoryId: (categories[kind] as (typeof categories)[number]).id,
        geometry: {
          type: "polygon" as const,
          parts: [{ outer: [x, y, x + side, y, x + side, y + side, x, y + side], holes: [] }],
        },
        boxXywhPx: [x, y, side, side] as const,
        areaPx: side * side,
        isCrowd: false,
        origin: "IMPORT" as const,
      }));
    });
    await insertAnnotations(client, annotations);
    await insertSplitAssignments(
      client,
      imageIds.map((imageId, index) => ({ splitId: split.id, imageId, subset: index < trainCount ? "train" : "val" })),
    );
  });
  const snapshot = await createSnapshot(database, blobs, { datasetId: dataset.id, splitId: split.id });
  return { projectId: project.id, datasetId: dataset.id, ...snapshot };
}

interface TestRunOptions {
  recipe?: Recipe;
  initialCheckpointId?: string;
  /** Registers a weights file that lies with the trainer. */
  trainerPath?: string;
  status?: RunStatus;
}

/** A queued run on the dataset. */
export async function createTestRun(
  database: Database,
  dataset: TestDataset,
  overrides: Partial<RunConfiguration> = {},
  { recipe = "MININET", initialCheckpointId, trainerPath, status = "QUEUED" }: TestRunOptions = {},
): Promise<string> {
  const small = recipe === "MININET" ? tinyConfiguration : shortConfiguration; // the published weights are as wide as they are
  const { preset, configuration } = resolveConfiguration(recipe, null, { ...small, ...overrides });
  const { projectId, datasetId, snapshotId } = dataset;
  const number = (await database.prisma.run.count({ where: { projectId } })) + 1;
  const weightsFile =
    trainerPath === undefined
      ? null
      : await database.prisma.weightsFile.create({
          data: { projectId, name: `${trainerPath} ${number}`, trainerPath },
        });
  // Both or none: a trainer that is at work may claim the job as soon as it is there.
  return database.prisma.$transaction(async (transaction) => {
    const job = await transaction.job.create({ data: { kind: "TRAIN", projectId, status } });
    const run = await transaction.run.create({
      data: {
        jobId: job.id,
        projectId,
        datasetId,
        snapshotId,
        number,
        name: `run ${number}`,
        recipe,
        initialCheckpointId: initialCheckpointId ?? null,
        initialWeightsFileId: weightsFile?.id ?? null,
        initialWeightsName: weightsFile?.name ?? (initialCheckpointId ? "a checkpoint" : null),
        preset,
        configuration: { ...configuration },
        seed: configuration.seed,
        status,
      },
    });
    return run.id;
  });
}

interface Square {
  kind: 0 | 1;
  x: number;
  y: number;
  side: number;
}

function drawSquares(index: number): { squares: Square[]; png: Promise<Buffer> } {
  const random = createRandom(7, index);
  const pixels = new Uint8Array(sidePx * sidePx * 3);
  for (let offset = 0; offset < pixels.length; offset++) pixels[offset] = 96 + Math.floor(random.uniform() * 64);
  const squares = [0, 1].map((half): Square => {
    const side = 12 + Math.floor(random.uniform() * 16);
    const x = half * 32 + Math.floor(random.uniform() * (32 - side));
    const y = Math.floor(random.uniform() * (sidePx - side));
    return { kind: random.uniform() < 0.5 ? 0 : 1, x, y, side };
  });
  for (const { kind, x, y, side } of squares) {
    for (let row = y; row < y + side; row++) {
      pixels.fill(kind === 0 ? 250 : 5, (row * sidePx + x) * 3, (row * sidePx + x + side) * 3);
    }
  }
  return {
    squares,
    png: sharp(pixels, { raw: { width: sidePx, height: sidePx, channels: 3 } })
      .png()
      .toBuffer(),
  };
}

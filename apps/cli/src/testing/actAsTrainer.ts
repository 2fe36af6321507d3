// biome-ignore lint/style/noRestrictedImports: a test plays the trainer's part, whose writes the command line then shows.
import * as store from "@maskyard/store";

export interface ActingTrainer {
  readonly runId: string;
  points(...points: readonly { series: string; step: number; value: number }[]): Promise<void>;
  /** Of the server's first image, by name. */
  imageLoss(loss: Omit<store.ImageLossInput, "imageId">): Promise<void>;
  say(text: string): Promise<void>;
  progress(step: number, totalSteps: number): Promise<void>;
  checkpoint(step: number, bytes: Uint8Array): Promise<void>;
  finish(status: "SUCCEEDED" | "FAILED" | "CANCELLED", failureReason?: string): Promise<void>;
  close(): Promise<void>;
}

/** Claims the next queued run and writes to it as a trainer does. */
export async function actAsTrainer(server: { databaseUrl: string; dataFolder: string }): Promise<ActingTrainer> {
  const db = store.createDatabase(server.databaseUrl, { maxConnections: 2 });
  const { trainerId } = await store.registerTrainer(db.pool, {
    name: "acting",
    host: "test",
    device: "cpu",
    engineVersion: "0",
    version: "0",
  });
  const run = await store.claimRun(db.pool, { trainerId, leaseSeconds: 600 });
  if (!run) throw new Error("actAsTrainer: expected a queued run, found none");
  const lease = { runId: run.runId, jobId: run.jobId, fencingToken: run.fencingToken };
  const blobs = new store.BlobStore(`${server.dataFolder}/blobs`);
  return {
    runId: run.runId,
    points: (...points) => store.appendPoints(db.pool, { ...lease, points }),
    imageLoss: async (loss) => {
      const { id: imageId } = await db.prisma.image.findFirstOrThrow({ orderBy: { fileName: "asc" } });
      await store.appendImageLosses(db.pool, { ...lease, losses: [{ ...loss, imageId }] });
    },
    say: async (text) => {
      await store.appendLog(db.pool, { ...lease, lines: [{ level: "info", text }] });
    },
    progress: (step, totalSteps) => store.recordProgress(db.pool, { ...lease, step, totalSteps }),
    checkpoint: async (step, bytes) => {
      const blob = await blobs.put(bytes, "application/octet-stream");
      await store.recordCheckpoint(db.pool, blobs, { ...lease, step, epoch: 1, blob, formatVersion: 1, metrics: {} });
    },
    finish: (status, failureReason) =>
      store.finishRun(db.pool, { ...lease, status, ...(failureReason === undefined ? {} : { failureReason }) }),
    close: () => db.close(),
  };
}

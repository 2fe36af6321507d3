import { parentPort, workerData } from "node:worker_threads";
import sharp from "sharp";
import { ImageCache } from "./data/imageCache.ts";
import { makeSample } from "./data/makeSample.ts";
import type { Sample, SampleReply, SampleRequest, SampleWorkerData } from "./data/sample.ts";

// The cores belong to the training step; this thread works one image at a time, ahead of it.
sharp.concurrency(1);
sharp.cache(false);

if (!parentPort) throw new Error("sampleWorker: expected to run in a worker thread");
const port = parentPort;
const cache = new ImageCache((workerData as SampleWorkerData).cacheBytes);

port.on("message", async ({ id, request }: { id: number; request: SampleRequest }) => {
  try {
    const sample = await makeSample(request, cache);
    port.postMessage({ id, sample } satisfies SampleReply, buffersOf(sample));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    port.postMessage({ id, error: message } satisfies SampleReply);
  }
});

/** Handed over, not copied. */
function buffersOf({ image, target }: Sample): ArrayBuffer[] {
  const views = [image.pixels, target.boxesXyxyPx, target.labels, ...target.masks];
  return [...new Set(views.map((view) => view.buffer as ArrayBuffer))];
}

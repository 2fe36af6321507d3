import { setImmediate as turn } from "node:timers/promises";
import type { PredictionInput } from "@maskyard/store";
import { ReadAhead } from "../data/readAhead.ts";
import type { RunContext } from "../loop/runContext.ts";
import type { EvaluatedStep } from "../order/earlyStopping.ts";
import { epochsDoneAfter } from "../order/trainingPlan.ts";
import { averagePrecisionOf } from "./averagePrecisionOf.ts";
import { chooseEvenly } from "./chooseEvenly.ts";
import { type FoundObject, toFoundObjects } from "./foundObjects.ts";
import { computeMetrics, type ImageResult, metricPoints } from "./metrics.ts";

const imagesAhead = 3;
const bytesAhead = 64 * 1024 * 1024;

/**
 * Detects on the validation images with the weights as they are after `step`, compares with their annotations as COCO does,
 * and reports figures and detections. Ended early, and nothing reported, when the training is asked to stop.
 *
 * @returns null when nothing was evaluated; `sweepStop` says why the run's sweep ends it here, where it does
 */
export async function evaluateOnVal(
  context: RunContext,
  step: number,
  checkpointId: string,
): Promise<(EvaluatedStep & { sweepStop: string | null }) | null> {
  const { set, configuration, model, loader, blobs, reporter, link, control } = context;
  const images = chooseEvenly(set.val, configuration.maxEvaluationImages);
  if (images.length === 0) return null;
  const startedMs = performance.now();
  const samples = new ReadAhead({
    items: images.values(),
    load: ({ blobSha256, fileName, widthPx, heightPx }) =>
      loader.load({ path: blobs.path(blobSha256), cacheKey: blobSha256, fileName, widthPx, heightPx, learning: null }),
    estimateBytes: ({ widthPx, heightPx }) => widthPx * heightPx * 3,
    maxItems: imagesAhead,
    maxBytes: bytesAhead,
  });
  const results: ImageResult[] = [];
  for (const image of images) {
    if (control.stopRequested) return null;
    const sample = await samples.next();
    if (!sample) throw new Error(`evaluateOnVal: expected the image ${image.fileName}, got none`);
    const [detections = []] = model.detect([sample.image]);
    results.push({ image, found: toFoundObjects(detections, image.heightPx, image.widthPx) });
    await reporter.alive();
    await turn();
  }
  const metrics = computeMetrics(results, set.categories);
  reporter.points(step, metricPoints(metrics));
  const seconds = (performance.now() - startedMs) / 1000;
  const figure = (value: number) => value.toFixed(3);
  reporter.log(
    `evaluated ${images.length} validation images after step ${step} in ${seconds.toFixed(1)} s: ` +
      `mask AP ${figure(metrics.segm.AP)}, AP50 ${figure(metrics.segm.AP50)}; ` +
      `box AP ${figure(metrics.bbox.AP)}, AP50 ${figure(metrics.bbox.AP50)}`,
  );
  // The points first: a run cut off between the two evaluates again, and the points of the same step are replaced.
  await reporter.flush();
  const predictions = results.flatMap(({ image, found }) =>
    found.map((object) => toPrediction(object, image.id, context)),
  );
  const { value: sweepStop } = await link.post({
    type: "evaluation",
    step,
    epochsDone: epochsDoneAfter(context.plan, step),
    checkpointId,
    metrics: { ...metrics },
    predictions,
  });
  return { step, value: averagePrecisionOf(metrics), sweepStop: sweepStop ?? null };
}

function toPrediction(object: FoundObject, imageId: string, { set }: RunContext): PredictionInput {
  const category = set.categories[object.label - 1];
  if (!category)
    throw new Error(`toPrediction: expected a label from 1 to ${set.categories.length}, got ${object.label}`);
  return {
    imageId,
    categoryId: category.id,
    score: object.score,
    geometry: { type: "rle", rle: object.rle },
    boxXywhPx: object.boxXywhPx,
  };
}

import type { RunContext } from "./runContext.ts";

/** What the run is about to do, in a few lines. */
export function describeData({ start, set, plan, configuration, engine }: RunContext): string[] {
  const classNames = set.categories.map((category) => category.name);
  const backgrounds = set.train.filter((image) => image.annotations.length === 0).length;
  const lines = [
    `attempt ${start.attempt} of ${start.maxAttempts} on ${engine.device} (TensorFlow ${engine.tensorflowVersion}, ${engine.intraOpThreads} threads, process ${process.pid})`,
    `${set.train.length} training images with ${set.annotationCount} annotations, ${set.val.length} validation images; ` +
      `${classNames.length} ${classNames.length === 1 ? "class" : "classes"}: ${classNames.join(", ")}`,
    `${plan.totalEpochs} epochs of ${plan.stepsPerEpoch} steps with ${imagesOfStep(configuration)}: ${plan.totalSteps} steps`,
  ];
  if (backgrounds > 0) lines.push(`${backgrounds} training images have no annotation and teach the background`);
  if (set.skipped.crowd > 0) lines.push(`${set.skipped.crowd} crowd annotations are not trained on`);
  if (set.skipped.thinBox > 0) {
    lines.push(`${set.skipped.thinBox} annotations have a box under 1 px within their image and are not trained on`);
  }
  if (set.boxOnlyCount > 0) {
    lines.push(`${set.boxOnlyCount} annotations have no outline: the filled box is taken for their mask`);
  }
  if (set.val.length === 0)
    lines.push("there are no validation images: nothing is evaluated, and no checkpoint is best");
  return lines;
}

function imagesOfStep({ batchSize, accumulationSteps }: RunContext["configuration"]): string {
  if (accumulationSteps === 1) return `${batchSize} images`;
  return `${batchSize * accumulationSteps} images, ${batchSize} at a time`;
}

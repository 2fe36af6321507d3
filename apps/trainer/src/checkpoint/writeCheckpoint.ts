import { exportWeights, saveSafetensors } from "@maskyard/model";
import type { RunContext } from "../loop/runContext.ts";
import { epochOfStep } from "../order/trainingPlan.ts";
import { checkpointFormatVersion, checkpointMediaType } from "./checkpointFormat.ts";

const bytesPerMiB = 1024 * 1024;

/**
 * Makes the weights and the optimizer's state after `step` durable, then reports them. The random state needs no bytes: order,
 * augmentation and sampling are functions of seed and step, and both are in the metadata.
 *
 * @returns the id of the checkpoint's row
 */
export async function writeCheckpoint(
  context: RunContext,
  step: number,
  metrics: Record<string, number>,
): Promise<string> {
  const { model, trainStep, blobs, link, reporter, plan, configuration, start, set } = context;
  const startedMs = performance.now();
  const epoch = epochOfStep(plan, step);
  const arrays = new Map([...exportWeights(model), ...trainStep.exportState()]);
  const bytes = saveSafetensors(arrays, {
    maskyardFormat: String(checkpointFormatVersion),
    architecture: model.configuration.architecture,
    classNames: JSON.stringify(set.categories.map((category) => category.name)),
    modelConfiguration: JSON.stringify(model.configuration),
    runConfiguration: JSON.stringify(configuration),
    runId: start.runId,
    manifestSha256: start.manifestSha256,
    step: String(step),
    epoch: String(epoch),
    seed: String(configuration.seed),
  });
  const blob = await blobs.put(bytes, checkpointMediaType);
  // What was reported of the steps before must be durable first: a resumed run starts after this step.
  await reporter.flush();
  const { value } = await link.post({ type: "checkpoint", step, epoch, blob, metrics });
  if (value === undefined)
    throw new Error("writeCheckpoint: expected the checkpoint's id in the acknowledgement, got none");
  const seconds = (performance.now() - startedMs) / 1000;
  reporter.log(
    `checkpoint after step ${step}: ${(blob.bytes / bytesPerMiB).toFixed(1)} MiB written in ${seconds.toFixed(1)} s`,
  );
  return value;
}

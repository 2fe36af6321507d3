import { exportWeights, saveSafetensors } from "@maskyard/model";
import type { RunContext } from "../loop/runContext.ts";
import { epochOfStep } from "../order/trainingPlan.ts";
import { checkpointFormatVersion, checkpointMediaType } from "./checkpointFormat.ts";
import { requireFiniteWeights } from "./requireFiniteWeights.ts";

const bytesPerMiB = 1024 * 1024;

/**
 * Makes the weights and the optimizer's state after `step` durable, then reports them. The random state needs no bytes: order,
 * augmentation and sampling are functions of seed and step, and both are in the metadata.
 *
 * @returns the id of the checkpoint's row
 * @throws UserError when a weight is no finite number
 */
export async function writeCheckpoint(
  context: RunContext,
  step: number,
  metrics: Record<string, number>,
): Promise<string> {
  const { model, trainStep, blobs, link, reporter, plan, configuration, start, set } = context;
  const startedMs = performance.now();
  const epoch = epochOfStep(plan, step);
  const identity = { maskyardFormat: String(checkpointFormatVersion), runId: start.runId, step: String(step) };
  const arrays = await trainStep.withEvaluatedWeights(async () => exportWeights(model));
  requireFiniteWeights(arrays, step);
  const weights = saveSafetensors(arrays, {
    ...identity,
    architecture: model.configuration.architecture,
    classNames: JSON.stringify(set.categories.map((category) => category.name)),
    modelConfiguration: JSON.stringify(model.configuration),
    runConfiguration: JSON.stringify(configuration),
    manifestSha256: start.manifestSha256,
    epoch: String(epoch),
    seed: String(configuration.seed),
  });
  const blob = await blobs.put(weights, checkpointMediaType);
  const stateBlob = await blobs.put(saveSafetensors(trainStep.exportState(), identity), checkpointMediaType);
  // What was reported of the steps before must be durable first: a resumed run starts after this step.
  await reporter.flush();
  const { value } = await link.post({ type: "checkpoint", step, epoch, blob, stateBlob, metrics });
  if (value === undefined)
    throw new Error("writeCheckpoint: expected the checkpoint's id in the acknowledgement, got none");
  const seconds = (performance.now() - startedMs) / 1000;
  const writtenMiB = (blob.bytes + stateBlob.bytes) / bytesPerMiB;
  reporter.log(`checkpoint after step ${step}: ${writtenMiB.toFixed(1)} MiB written in ${seconds.toFixed(1)} s`);
  return value;
}

import { createSnapshot } from "@maskyard/store";
import type { Dataset } from "@maskyard/store/prisma";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import type { Services } from "../services.ts";
import { checkLeakage } from "../split/checkLeakage.ts";
import { checkTrainable } from "./checkTrainable.ts";
import { initialWeightsForRun } from "./initialWeightsForRun.ts";
import type { NewRun } from "./insertRun.ts";
import type { LaunchInputValues } from "./launchInput.ts";
import { splitForRun } from "./splitForRun.ts";

/** The dataset, where the actor may launch runs on it. */
export async function requireDatasetToTrainOn(services: Services, actor: Actor, datasetId: string): Promise<Dataset> {
  const dataset = await services.prisma.dataset.findUnique({ where: { id: datasetId } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "EDITOR", "dataset");
  if (dataset === null) {
    throw new Error("requireDatasetToTrainOn: expected requireRole to refuse a dataset that is not there");
  }
  return dataset;
}

/**
 * What a launch has beside its settings: weights found, split found or made (with `seed`), the dataset looked at and frozen to a snapshot. Throws
 * {@link InvalidInputError} for what a person can put right.
 */
export async function prepareLaunch(
  services: Services,
  actor: Actor,
  { dataset, values, seed }: { readonly dataset: Dataset; readonly values: LaunchInputValues; readonly seed: number },
): Promise<Omit<NewRun, "name" | "preset" | "configuration">> {
  const initialWeights = await initialWeightsForRun(services, actor, {
    recipe: values.recipe,
    projectId: dataset.projectId,
    weightsFileId: values.initialWeightsFileId,
    checkpointId: values.initialCheckpointId,
  });
  const split = await splitForRun(services, { datasetId: dataset.id, splitId: values.splitId, seed });
  await checkTrainable(services.pool, { datasetId: dataset.id, splitId: split.id, splitName: split.name });
  const leakage = await checkLeakage(services.pool, split, { allow: values.allowLeakage === true });
  const snapshot = await createSnapshot(services, services.blobs, { datasetId: dataset.id, splitId: split.id });
  return {
    projectId: dataset.projectId,
    datasetId: dataset.id,
    snapshotId: snapshot.snapshotId,
    recipe: values.recipe,
    initialWeights,
    createdById: actor.userId,
    leakage,
    priority: values.priority,
    requiredLabels: values.requiredLabels,
    requiredMemoryMib: values.requiredMemoryMib,
  };
}

import type { Dataset } from "@maskyard/store/prisma";
import type { RequestServices } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { initialWeightsForRun } from "./initialWeightsForRun.ts";
import type { NewRun } from "./insertRun.ts";
import type { LaunchInputValues } from "./launchInput.ts";
import { snapshotForRun } from "./snapshotForRun.ts";

/** The dataset that is named, or the snapshot is of, where the actor may launch runs on it. */
export async function requireDatasetToTrainOn(
  services: RequestServices,
  actor: Actor,
  { datasetId, snapshotId }: Pick<LaunchInputValues, "datasetId" | "snapshotId">,
): Promise<Dataset> {
  const where =
    datasetId != null ? { id: datasetId } : snapshotId != null ? { snapshots: { some: { id: snapshotId } } } : null;
  if (where === null) {
    throw new InvalidInputError("Choose what to train on: a dataset or one of its snapshots.", "datasetId");
  }
  const dataset = await services.prisma.dataset.findFirst({ where });
  await new ProjectAccess(services.prisma, actor).requireRole(
    dataset?.projectId,
    "EDITOR",
    datasetId == null ? "snapshot" : "dataset",
  );
  if (dataset === null) {
    throw new Error("requireDatasetToTrainOn: expected requireRole to refuse a dataset that is not there");
  }
  return dataset;
}

/**
 * What a launch has beside its settings: weights found, and the snapshot, which is there or made now (with `seed` where it needs a split). Throws
 * {@link InvalidInputError} for what a person can put right.
 */
export async function prepareLaunch(
  services: RequestServices,
  actor: Actor,
  { dataset, values, seed }: { readonly dataset: Dataset; readonly values: LaunchInputValues; readonly seed: number },
): Promise<Omit<NewRun, "name" | "preset" | "configuration">> {
  const initialWeights = await initialWeightsForRun(services, actor, {
    recipe: values.recipe,
    projectId: dataset.projectId,
    weightsFileId: values.initialWeightsFileId,
    checkpointId: values.initialCheckpointId,
    modelVersionId: values.initialModelVersionId,
  });
  const data = await snapshotForRun(services, { ...values, datasetId: dataset.id, seed });
  return {
    projectId: dataset.projectId,
    datasetId: dataset.id,
    ...data,
    recipe: values.recipe,
    initialWeights,
    createdById: actor.userId,
    priority: values.priority,
    requiredLabels: values.requiredLabels,
    requiredMemoryMib: values.requiredMemoryMib,
  };
}

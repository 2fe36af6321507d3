import type { Dataset } from "@maskyard/store/prisma";
import type { RequestServices, Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import type { Problems } from "../errors/Problems.ts";
import { initialWeightsForRun, type RunInitialWeights } from "./initialWeightsForRun.ts";
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

/** What a launch names beside its settings, all of it found. */
export interface LaunchReferences {
  readonly initialWeights: RunInitialWeights;
  readonly clonedFromId: string | undefined;
}

/** Changes nothing. What cannot be is kept in `problems`. */
export async function findLaunchReferences(
  services: RequestServices,
  actor: Actor,
  { projectId }: Dataset,
  values: LaunchInputValues,
  problems: Problems,
): Promise<LaunchReferences | null> {
  const initialWeights = await problems.of(() =>
    initialWeightsForRun(services, actor, {
      recipe: values.recipe,
      projectId,
      weightsFileId: values.initialWeightsFileId,
      checkpointId: values.initialCheckpointId,
      modelVersionId: values.initialModelVersionId,
    }),
  );
  const clonedFromId = await problems.of(() => clonedRunOf(services, values.clonedFromId, projectId));
  return initialWeights === null ? null : { initialWeights, clonedFromId: clonedFromId ?? undefined };
}

/** The run that a launch repeats with changes; only one of the same project is named. Throws {@link InvalidInputError} for any other. */
async function clonedRunOf(
  services: Services,
  id: string | null | undefined,
  projectId: string,
): Promise<string | undefined> {
  if (id == null) return undefined;
  const run = await services.prisma.run.findFirst({ where: { id, projectId }, select: { id: true } });
  if (run === null) throw new InvalidInputError("The project has no such run to clone.", "clonedFromId");
  return run.id;
}

/**
 * A run as it is launched, without its settings; the snapshot is there or made now (with `seed` where it needs a split). Throws
 * {@link InvalidInputError} for what a person can put right.
 */
export async function prepareLaunch(
  services: RequestServices,
  actor: Actor,
  {
    dataset,
    values,
    references,
    seed,
  }: {
    readonly dataset: Dataset;
    readonly values: LaunchInputValues;
    readonly references: LaunchReferences;
    readonly seed: number;
  },
): Promise<Omit<NewRun, "name" | "preset" | "configuration">> {
  const data = await snapshotForRun(services, { ...values, datasetId: dataset.id, seed });
  return {
    projectId: dataset.projectId,
    datasetId: dataset.id,
    ...data,
    ...references,
    recipe: values.recipe,
    notes: values.notes,
    tags: values.tags,
    createdById: actor.userId,
    priority: values.priority,
    requiredLabels: values.requiredLabels,
    requiredMemoryMib: values.requiredMemoryMib,
  };
}

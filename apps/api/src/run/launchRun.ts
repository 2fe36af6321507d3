import { createSnapshot } from "@maskyard/store";
import { z } from "zod";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { parseInput } from "../errors/parseInput.ts";
import type { Services } from "../services.ts";
import { checkLeakage } from "../split/checkLeakage.ts";
import { checkTrainable } from "./checkTrainable.ts";
import { initialWeightsForRun } from "./initialWeightsForRun.ts";
import { insertRun } from "./insertRun.ts";
import { groupSchema, queueInputShape } from "./queueInput.ts";
import { resolveRunConfiguration } from "./resolveRunConfiguration.ts";
import { splitForRun } from "./splitForRun.ts";

const inputSchema = z.object({
  datasetId: z.string(),
  splitId: z.string().nullish(),
  name: z.string().trim().max(200, "A name has at most 200 characters.").nullish(),
  group: groupSchema.nullish(),
  recipe: z.enum(["MININET", "TRANSFER"]),
  preset: z.string().nullish(),
  initialWeightsFileId: z.string().nullish(),
  initialCheckpointId: z.string().nullish(),
  configuration: z
    .record(z.string(), z.unknown(), 'The configuration is an object of settings, for example {"epochs": 5}.')
    .nullish(),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .nullish(),
  allowLeakage: z.boolean().nullish(),
  ...queueInputShape,
});

/**
 * Puts a run into the queue: configuration resolved, split found or made, the dataset looked at and frozen to a snapshot.
 * Returns the run's id. Throws {@link InvalidInputError} for what a person can put right.
 */
export async function launchRun(services: Services, actor: Actor, input: unknown): Promise<string> {
  const values = parseInput(inputSchema, input);
  const dataset = await services.prisma.dataset.findUnique({ where: { id: values.datasetId } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "EDITOR", "dataset");
  if (dataset === null) {
    throw new Error("launchRun: expected requireRole to refuse a dataset that is not there");
  }
  const overrides = { ...values.configuration, ...(values.seed == null ? {} : { seed: values.seed }) };
  const { preset, configuration } = resolveRunConfiguration(values.recipe, values.preset, overrides);
  const initialWeights = await initialWeightsForRun(services, actor, {
    recipe: values.recipe,
    projectId: dataset.projectId,
    weightsFileId: values.initialWeightsFileId,
    checkpointId: values.initialCheckpointId,
  });
  const split = await splitForRun(services, {
    datasetId: dataset.id,
    splitId: values.splitId,
    seed: configuration.seed,
  });
  await checkTrainable(services.pool, { datasetId: dataset.id, splitId: split.id, splitName: split.name });
  const leakage = await checkLeakage(services.pool, split, { allow: values.allowLeakage === true });
  const snapshot = await createSnapshot(services, services.blobs, { datasetId: dataset.id, splitId: split.id });

  return insertRun(services, {
    projectId: dataset.projectId,
    datasetId: dataset.id,
    snapshotId: snapshot.snapshotId,
    name: (number) => values.name || `${dataset.name} ${preset} ${number}`,
    group: values.group,
    recipe: values.recipe,
    preset,
    configuration,
    initialWeights,
    createdById: actor.userId,
    leakage,
    priority: values.priority,
    requiredLabels: values.requiredLabels,
    requiredMemoryMib: values.requiredMemoryMib,
  });
}

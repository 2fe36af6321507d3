import { z } from "zod";
import type { RequestServices } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { withoutControls } from "../errors/withoutControls.ts";
import type { AllowedLeakage } from "../split/judgeLeakage.ts";
import { insertRun } from "./insertRun.ts";
import { groupSchema, queueInputShape } from "./queueInput.ts";
import { resolveRunConfiguration } from "./resolveRunConfiguration.ts";

const inputSchema = z.object({
  id: z.string(),
  name: withoutControls(z.string().trim().max(200, "A name has at most 200 characters.")).nullish(),
  group: groupSchema.nullish(),
  configuration: z
    .record(z.string(), z.unknown(), 'The configuration is an object of settings, for example {"epochs": 5}.')
    .nullish(),
  ...queueInputShape,
});

/** Queues a new run on the same snapshot with the same settings, those of `configuration` changed; returns its id. */
export async function cloneRun(services: RequestServices, actor: Actor, input: unknown): Promise<string> {
  const values = parseInput(inputSchema, input);
  const run = await services.prisma.run.findUnique({ where: { id: values.id }, include: { job: true } });
  await new ProjectAccess(services.prisma, actor).requireRole(run?.projectId, "EDITOR", "run");
  if (run?.datasetId == null || run.snapshotId === null || run.recipe === null || run.job === null) {
    throw new ConflictError("This run was not trained here, so a trainer cannot repeat it.");
  }
  const { preset, configuration } = resolveRunConfiguration(run.recipe, run.preset, {
    ...(run.configuration as Record<string, unknown>),
    ...values.configuration,
  });
  return insertRun(services, {
    projectId: run.projectId,
    datasetId: run.datasetId,
    snapshotId: run.snapshotId,
    name: () => values.name || `${run.name} (clone of #${run.number})`.slice(0, 200),
    group: values.group === undefined ? run.group : values.group,
    recipe: run.recipe,
    preset,
    configuration,
    initialWeights: {
      weightsFileId: run.initialWeightsFileId,
      checkpointId: run.initialCheckpointId,
      modelVersionId: run.initialModelVersionId,
      name: run.initialWeightsName,
    },
    createdById: actor.userId,
    // The snapshot is the same, and so is what it lets leak.
    leakage: run.leakage as unknown as AllowedLeakage | null,
    clonedFromId: run.id,
    priority: values.priority ?? run.job.priority,
    requiredLabels: values.requiredLabels ?? run.job.requiredLabels,
    requiredMemoryMib: values.requiredMemoryMib ?? run.job.requiredMemoryMib,
  });
}

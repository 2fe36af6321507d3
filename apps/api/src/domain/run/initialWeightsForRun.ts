import type { Prisma } from "@maskyard/store/prisma";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { memberOf } from "../access/memberOf.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";

interface WantedWeights {
  readonly recipe: "MININET" | "TRANSFER";
  readonly projectId: string;
  readonly weightsFileId: string | null | undefined;
  readonly checkpointId: string | null | undefined;
  readonly modelVersionId: string | null | undefined;
}

/** As the run's row keeps it. */
export interface RunInitialWeights {
  readonly weightsFileId: string | null;
  readonly checkpointId: string | null;
  /** The version of a registered model that the checkpoint was chosen as. */
  readonly modelVersionId: string | null;
  /** What the run's page and log call them, also when they are deleted one day. Null: random weights. */
  readonly name: string | null;
}

/** What a run's weights start from. Throws {@link InvalidInputError} when they cannot be what the recipe needs. */
export async function initialWeightsForRun(
  services: Services,
  actor: Actor,
  { recipe, projectId, weightsFileId, checkpointId, modelVersionId }: WantedWeights,
): Promise<RunInitialWeights> {
  if ([weightsFileId, checkpointId, modelVersionId].filter((id) => id != null).length > 1) {
    throw new InvalidInputError(
      "Give only one of a weights file, a checkpoint and a registered model version to start from.",
      "initialCheckpointId",
    );
  }
  if (weightsFileId != null) {
    const file = await services.prisma.weightsFile.findFirst({ where: { id: weightsFileId, projectId } });
    if (file === null) {
      throw new InvalidInputError("These weights do not belong to the dataset's project.", "initialWeightsFileId");
    }
    return { weightsFileId: file.id, checkpointId: null, modelVersionId: null, name: file.name };
  }
  if (checkpointId != null) {
    const checkpoint = await services.prisma.checkpoint.findFirst({
      where: { id: checkpointId, run: { project: memberOf(actor) } },
      include: runOfCheckpoint,
    });
    if (checkpoint === null) {
      throw new InvalidInputError("There is no such checkpoint.", "initialCheckpointId");
    }
    return { ...fitting(checkpoint, recipe, "initialCheckpointId"), modelVersionId: null };
  }
  if (modelVersionId != null) {
    return weightsOfVersion(services, actor, modelVersionId, recipe);
  }
  if (recipe === "TRANSFER") {
    throw new InvalidInputError(
      "The recipe transfer needs initial weights. Give an uploaded or registered weights file or a checkpoint of a transfer run, or choose the recipe mininet.",
      "initialWeightsFileId",
    );
  }
  return { weightsFileId: null, checkpointId: null, modelVersionId: null, name: null };
}

async function weightsOfVersion(
  services: Services,
  actor: Actor,
  id: string,
  recipe: WantedWeights["recipe"],
): Promise<RunInitialWeights> {
  const version = await services.prisma.modelVersion.findFirst({
    where: { id, model: { project: memberOf(actor) } },
    include: {
      model: { select: { name: true } },
      run: { select: { number: true } },
      checkpoint: { include: runOfCheckpoint },
    },
  });
  if (version === null) {
    throw new InvalidInputError("There is no such version.", "initialModelVersionId");
  }
  const called = `${version.model.name} v${version.number}`;
  if (version.checkpoint === null) {
    throw new InvalidInputError(
      `${called} consists of artifacts that the external run #${version.run.number} logged, not of weights trained here, so no run can start from it. Choose another version.`,
      "initialModelVersionId",
    );
  }
  const weights = fitting(version.checkpoint, recipe, "initialModelVersionId");
  return { ...weights, modelVersionId: id, name: `${called} (${weights.name})` };
}

const runOfCheckpoint = { run: { select: { number: true, recipe: true } } } as const;
type CheckpointOfRun = Prisma.CheckpointGetPayload<{ include: typeof runOfCheckpoint }>;

function fitting({ id, step, run }: CheckpointOfRun, recipe: WantedWeights["recipe"], field: string) {
  if (run.recipe !== recipe) {
    throw new InvalidInputError(
      `Run #${run.number} has ${run.recipe === null ? "no recipe" : `the recipe ${run.recipe.toLowerCase()}`}, and its weights do not fit ${recipe.toLowerCase()}. Launch with the same recipe, or choose other weights.`,
      field,
    );
  }
  return { weightsFileId: null, checkpointId: id, name: `run #${run.number}, step ${step}` };
}

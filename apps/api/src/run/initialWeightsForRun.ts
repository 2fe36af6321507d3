import type { Actor } from "../access/actor.ts";
import { memberOf } from "../access/memberOf.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import type { Services } from "../services.ts";

interface WantedWeights {
  readonly recipe: "MININET" | "TRANSFER";
  readonly projectId: string;
  readonly weightsFileId: string | null | undefined;
  readonly checkpointId: string | null | undefined;
}

/** As the run's row keeps it. */
export interface RunInitialWeights {
  readonly weightsFileId: string | null;
  readonly checkpointId: string | null;
  /** What the run's page and log call them, also when they are deleted one day. Null: random weights. */
  readonly name: string | null;
}

/** What a run's weights start from. Throws {@link InvalidInputError} when they cannot be what the recipe needs. */
export async function initialWeightsForRun(
  services: Services,
  actor: Actor,
  { recipe, projectId, weightsFileId, checkpointId }: WantedWeights,
): Promise<RunInitialWeights> {
  if (weightsFileId != null && checkpointId != null) {
    throw new InvalidInputError("Give a weights file or a checkpoint to start from, not both.", "initialCheckpointId");
  }
  if (weightsFileId != null) {
    const file = await services.prisma.weightsFile.findFirst({ where: { id: weightsFileId, projectId } });
    if (file === null) {
      throw new InvalidInputError("These weights are not of the dataset's project.", "initialWeightsFileId");
    }
    return { weightsFileId: file.id, checkpointId: null, name: file.name };
  }
  if (checkpointId != null) {
    const checkpoint = await services.prisma.checkpoint.findFirst({
      where: { id: checkpointId, run: { project: memberOf(actor) } },
      include: { run: { select: { number: true, recipe: true } } },
    });
    if (checkpoint === null) {
      throw new InvalidInputError("There is no such checkpoint.", "initialCheckpointId");
    }
    const { number, recipe: other } = checkpoint.run;
    if (other !== recipe) {
      throw new InvalidInputError(
        `Run #${number} has ${other === null ? "no recipe" : `the recipe ${other.toLowerCase()}`}, whose weights do not fit ${recipe.toLowerCase()}; launch with its recipe, or choose other weights.`,
        "initialCheckpointId",
      );
    }
    return { weightsFileId: null, checkpointId: checkpoint.id, name: `run #${number}, step ${checkpoint.step}` };
  }
  if (recipe === "TRANSFER") {
    throw new InvalidInputError(
      "The recipe transfer starts from weights: give a weights file (uploaded or registered) or a checkpoint of a transfer run, or choose the recipe mininet.",
      "initialWeightsFileId",
    );
  }
  return { weightsFileId: null, checkpointId: null, name: null };
}

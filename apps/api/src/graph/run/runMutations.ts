import { signedInActor } from "../../domain/access/signedInActor.ts";
import { cancelRun } from "../../domain/run/cancelRun.ts";
import { launchRun } from "../../domain/run/launchRun.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";
import { Recipe } from "./runEnums.ts";
import { Run } from "./runType.ts";

export const LaunchRunInput = builder.inputType("LaunchRunInput", {
  description:
    "snapshotId absent: the dataset is frozen as it is now. splitId absent: with its newest split, or a stratified 80/20 split made now with `seed`. configuration overrides the preset's values by key.",
  fields: (t) => ({
    datasetId: t.globalID({ for: "Dataset", description: "Needed where there is no snapshotId." }),
    splitId: t.globalID({ for: "Split" }),
    snapshotId: t.globalID({
      for: "Snapshot",
      description: "Train on data that is frozen already, in place of the dataset as it is now with a split.",
    }),
    name: t.string(),
    group: t.string({ description: "Runs that belong together, for example those of one setting and several seeds." }),
    recipe: t.field({ type: Recipe, required: true }),
    preset: t.string(),
    configuration: t.field({ type: "JSON" }),
    seed: t.int(),
    priority: t.int({ description: "Higher is claimed first; 0 when absent." }),
    requiredLabels: t.stringList({ description: 'What a trainer must have to be given the run, for example "gpu".' }),
    requiredMemoryMib: t.int({ description: "Memory a trainer must have free." }),
    initialWeightsFileId: t.globalID({
      for: "WeightsFile",
      description: "Weights to start from, of the dataset's project. The recipe TRANSFER needs these or a checkpoint.",
    }),
    initialCheckpointId: t.globalID({
      for: "Checkpoint",
      description: "A checkpoint to start from, of a run of the same recipe; box and mask predictor start anew.",
    }),
    initialModelVersionId: t.globalID({
      for: "ModelVersion",
      description:
        "The same of a version of a registered model, which the run then names; not one of a program's artifacts.",
    }),
    notes: t.string(),
    tags: t.stringList(),
    clonedFromId: t.globalID({ for: Run, description: "The run that this one repeats with changes." }),
    allowLeakage: t.boolean({
      description:
        "Train on a split whose subsets leak into one another, which is refused otherwise; the run keeps what leaked.",
    }),
  }),
});

type LaunchIds =
  | "datasetId"
  | "splitId"
  | "snapshotId"
  | "initialWeightsFileId"
  | "initialCheckpointId"
  | "initialModelVersionId"
  | "clonedFromId";

/** The ids of a launch's input as the database has them. */
export function launchIdsOf(
  input: Readonly<Partial<Record<LaunchIds, { readonly id: string } | null | undefined>>>,
): Record<LaunchIds, string | undefined> {
  return {
    datasetId: input.datasetId?.id,
    splitId: input.splitId?.id,
    snapshotId: input.snapshotId?.id,
    initialWeightsFileId: input.initialWeightsFileId?.id,
    initialCheckpointId: input.initialCheckpointId?.id,
    initialModelVersionId: input.initialModelVersionId?.id,
    clonedFromId: input.clonedFromId?.id,
  };
}

const CancelRunInput = builder.inputType("CancelRunInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: Run }) }),
});

builder.mutationFields((t) => ({
  launchRun: t.prismaField({
    type: "Run",
    description: "Puts a run into the queue, on a snapshot of the dataset as it is now or on one there is.",
    errors: {},
    args: { input: t.arg({ type: LaunchRunInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const id = await launchRun(context, signedInActor(context), {
        ...input,
        ...launchIdsOf(input),
      });
      return context.prisma.run.findUniqueOrThrow({ ...atLeastId(query), where: { id } });
    },
  }),
  cancelRun: t.prismaField({
    type: "Run",
    description: "A queued run ends at once, a running one after its trainer saved a checkpoint.",
    errors: {},
    args: { input: t.arg({ type: CancelRunInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      await cancelRun(context, signedInActor(context), input.id.id);
      return context.prisma.run.findUniqueOrThrow({ ...atLeastId(query), where: { id: input.id.id } });
    },
  }),
}));

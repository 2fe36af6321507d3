import { signedInActor } from "../../domain/access/signedInActor.ts";
import { freezeDataset } from "../../domain/snapshot/freezeDataset.ts";
import { builder } from "../builder/builder.ts";

const CreateSnapshotInput = builder.inputType("CreateSnapshotInput", {
  description: "With a split, its images and their subsets; without, all images.",
  fields: (t) => ({
    datasetId: t.globalID({ required: true, for: "Dataset" }),
    splitId: t.globalID({ for: "Split" }),
  }),
});

builder.mutationField("createSnapshot", (t) =>
  t.prismaField({
    type: "Snapshot",
    description: "Freezes a dataset as it is now. Content that was frozen before gives the snapshot there is.",
    errors: {},
    args: { input: t.arg({ type: CreateSnapshotInput, required: true }) },
    resolve: (_query, _root, { input }, context) =>
      freezeDataset(context, signedInActor(context), {
        datasetId: input.datasetId.id,
        splitId: input.splitId?.id,
      }),
  }),
);

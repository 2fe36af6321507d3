import { signedInActor } from "../access/signedInActor.ts";
import { Dataset } from "../dataset/datasetType.ts";
import { builder } from "../graph/builder.ts";
import { Split } from "../split/splitType.ts";
import { freezeDataset } from "./freezeDataset.ts";

const CreateSnapshotInput = builder.inputType("CreateSnapshotInput", {
  description: "With a split, its images and their subsets; without, all images.",
  fields: (t) => ({
    datasetId: t.globalID({ required: true, for: Dataset }),
    splitId: t.globalID({ for: Split }),
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

import { signedInActor } from "../access/signedInActor.ts";
import { Dataset } from "../dataset/datasetType.ts";
import { builder } from "../graph/builder.ts";
import { createSplit } from "./createSplit.ts";
import { SplitStrategy } from "./subset.ts";

const CreateSplitInput = builder.inputType("CreateSplitInput", {
  fields: (t) => ({
    datasetId: t.globalID({ required: true, for: Dataset }),
    name: t.string({ required: true }),
    strategy: t.field({ type: SplitStrategy, required: true }),
    seed: t.int({ defaultValue: 1 }),
    train: t.float({ defaultValue: 0.8 }),
    val: t.float({ defaultValue: 0.2, description: "What train and val leave is test." }),
  }),
});

builder.mutationField("createSplit", (t) =>
  t.prismaField({
    type: "Split",
    errors: {},
    args: { input: t.arg({ type: CreateSplitInput, required: true }) },
    resolve: (_query, _root, { input }, context) =>
      createSplit(context, signedInActor(context), { ...input, datasetId: input.datasetId.id }),
  }),
);

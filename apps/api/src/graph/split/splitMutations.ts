import { signedInActor } from "../../domain/access/signedInActor.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { createFolds, createSplit } from "../../domain/split/createSplit.ts";
import { deleteSplit } from "../../domain/split/deleteSplit.ts";
import { builder } from "../builder/builder.ts";
import { SplitGroupingInput } from "./splitGroupingType.ts";
import { Split } from "./splitType.ts";
import { SplitStrategy } from "./subset.ts";

const bySize = "STRATIFIED: keep the shares of small, medium and large instances (COCO's limits) of each category too.";

const CreateSplitInput = builder.inputType("CreateSplitInput", {
  description: "By shares, or by counts where one is given: then images that no subset wants are left out.",
  fields: (t) => ({
    datasetId: t.globalID({ required: true, for: "Dataset" }),
    name: t.string({ required: true }),
    strategy: t.field({ type: SplitStrategy, required: true }),
    seed: t.int({ defaultValue: 1 }),
    train: t.float({ defaultValue: 0.8 }),
    val: t.float({ defaultValue: 0.2, description: "What train and val leave is test." }),
    trainCount: t.int({ description: "Images to train on." }),
    valCount: t.int({ description: "Images to validate on." }),
    testCount: t.int({ description: "Images to test on." }),
    grouping: t.field({
      type: SplitGroupingInput,
      description: "Absent: capture groups and near duplicates stay together.",
    }),
    bySize: t.boolean({ defaultValue: true, description: bySize }),
  }),
});

const CreateFoldsInput = builder.inputType("CreateFoldsInput", {
  fields: (t) => ({
    datasetId: t.globalID({ required: true, for: "Dataset" }),
    name: t.string({ required: true, description: 'The splits are named "name 1/k" and on.' }),
    stratified: t.boolean({ defaultValue: true, description: "By instances of each category; else by chance." }),
    folds: t.int({ required: true, description: "From 2 to 100." }),
    seed: t.int({ defaultValue: 1 }),
    grouping: t.field({ type: SplitGroupingInput }),
    bySize: t.boolean({ defaultValue: true, description: bySize }),
  }),
});

const DeleteSplitInput = builder.inputType("DeleteSplitInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: Split }) }),
});

builder.mutationFields((t) => ({
  deleteSplit: t.field({
    type: "ID",
    description: "Snapshots and runs made with it keep their subsets. The data is the id.",
    errors: {},
    args: { input: t.arg({ type: DeleteSplitInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      await deleteSplit(context, signedInActor(context), input.id.id);
      return encodeGlobalId("Split", input.id.id);
    },
  }),
  createSplit: t.prismaField({
    type: "Split",
    errors: {},
    args: { input: t.arg({ type: CreateSplitInput, required: true }) },
    resolve: (_query, _root, { input }, context) =>
      createSplit(context, signedInActor(context), { ...input, datasetId: input.datasetId.id }),
  }),
  createFolds: t.prismaField({
    type: ["Split"],
    description: "The splits of a cross-validation: every image validates in exactly one of them.",
    errors: {},
    args: { input: t.arg({ type: CreateFoldsInput, required: true }) },
    resolve: (_query, _root, { input }, context) =>
      createFolds(context, signedInActor(context), { ...input, datasetId: input.datasetId.id }),
  }),
}));

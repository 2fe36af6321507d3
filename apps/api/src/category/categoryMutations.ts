import { signedInActor } from "../access/signedInActor.ts";
import { Dataset } from "../dataset/datasetType.ts";
import { builder } from "../graph/builder.ts";
import { createCategory } from "./createCategory.ts";

const CreateCategoryInput = builder.inputType("CreateCategoryInput", {
  fields: (t) => ({
    datasetId: t.globalID({ required: true, for: Dataset }),
    name: t.string({ required: true }),
    color: t.string({ description: "#rrggbb; one is chosen when absent." }),
  }),
});

builder.mutationField("createCategory", (t) =>
  t.prismaField({
    type: "Category",
    errors: {},
    args: { input: t.arg({ type: CreateCategoryInput, required: true }) },
    resolve: (_query, _root, { input }, context) =>
      createCategory(context, signedInActor(context), { ...input, datasetId: input.datasetId.id }),
  }),
);

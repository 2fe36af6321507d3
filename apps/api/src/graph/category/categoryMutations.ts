import { signedInActor } from "../../domain/access/signedInActor.ts";
import { createCategory } from "../../domain/category/createCategory.ts";
import { deleteCategory, type MergedCategories, mergeCategories } from "../../domain/category/mergeCategories.ts";
import { updateCategory } from "../../domain/category/updateCategory.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { builder } from "../builder/builder.ts";
import { Category } from "./categoryType.ts";

const CreateCategoryInput = builder.inputType("CreateCategoryInput", {
  fields: (t) => ({
    datasetId: t.globalID({ required: true, for: "Dataset" }),
    name: t.string({ required: true }),
    color: t.string({ description: "#rrggbb; one is chosen when absent." }),
  }),
});

const UpdateCategoryInput = builder.inputType("UpdateCategoryInput", {
  fields: (t) => ({
    id: t.globalID({ required: true, for: Category }),
    name: t.string(),
    color: t.string({ description: "#rrggbb" }),
  }),
});

const MergeCategoriesInput = builder.inputType("MergeCategoriesInput", {
  fields: (t) => ({
    fromId: t.globalID({ required: true, for: Category, description: "It is gone afterwards." }),
    intoId: t.globalID({ required: true, for: Category }),
  }),
});

const DeleteCategoryInput = builder.inputType("DeleteCategoryInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: Category }) }),
});

const MergedCategoriesType = builder.objectRef<MergedCategories>("MergedCategories").implement({
  fields: (t) => ({
    annotationCount: t.exposeInt("annotationCount", { description: "Annotations that have another category now." }),
    category: t.prismaField({
      type: "Category",
      description: "The one that stays.",
      resolve: (query, { intoId }, _args, context) =>
        context.prisma.category.findUniqueOrThrow({ ...query, where: { id: intoId } }),
    }),
  }),
});

builder.mutationFields((t) => ({
  createCategory: t.prismaField({
    type: "Category",
    errors: {},
    args: { input: t.arg({ type: CreateCategoryInput, required: true }) },
    resolve: (_query, _root, { input }, context) =>
      createCategory(context, signedInActor(context), { ...input, datasetId: input.datasetId.id }),
  }),
  updateCategory: t.prismaField({
    type: "Category",
    description: "Another name or colour.",
    errors: {},
    args: { input: t.arg({ type: UpdateCategoryInput, required: true }) },
    resolve: (_query, _root, { input }, context) =>
      updateCategory(context, signedInActor(context), { ...input, id: input.id.id }),
  }),
  mergeCategories: t.field({
    type: MergedCategoriesType,
    description: "Gives every annotation of one category another one, each as a revision that can be restored.",
    errors: {},
    args: { input: t.arg({ type: MergeCategoriesInput, required: true }) },
    resolve: (_root, { input }, context) =>
      mergeCategories(context, signedInActor(context), { fromId: input.fromId.id, intoId: input.intoId.id }),
  }),
  deleteCategory: t.field({
    type: "ID",
    description: "Of a category that no annotation has. The data is the id.",
    errors: {},
    args: { input: t.arg({ type: DeleteCategoryInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      await deleteCategory(context, signedInActor(context), input.id.id);
      return encodeGlobalId("Category", input.id.id);
    },
  }),
}));

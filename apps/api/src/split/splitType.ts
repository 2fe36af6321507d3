import { memberOf } from "../access/memberOf.ts";
import { builder } from "../graph/builder.ts";
import { type CategoryCounts, countClassesOfSplits, countImagesOfSplits, type SubsetCounts } from "./splitLoads.ts";
import { SplitStrategy } from "./subset.ts";

const SplitCounts = builder.objectRef<SubsetCounts>("SplitCounts").implement({
  description: "Images in each subset.",
  fields: (t) => ({
    train: t.exposeInt("train"),
    val: t.exposeInt("val"),
    test: t.exposeInt("test"),
  }),
});

const SplitClassCount = builder.objectRef<CategoryCounts>("SplitClassCount").implement({
  description: "Instances of a category in each subset.",
  fields: (t) => ({
    category: t.prismaField({
      type: "Category",
      resolve: (query, counts, _args, context) =>
        context.prisma.category.findUniqueOrThrow({ ...query, where: { id: counts.categoryId } }),
    }),
    train: t.exposeInt("train"),
    val: t.exposeInt("val"),
    test: t.exposeInt("test"),
  }),
});

export const Split = builder.prismaNode("Split", {
  id: { field: "id" },
  description: "Which images train, which validate and which test.",
  authScopes: (split) => ({ seesDataset: split.datasetId }),
  findUnique: (id, context) => ({ id, dataset: { project: memberOf(context.actor) } }),
  fields: (t) => ({
    name: t.exposeString("name"),
    strategy: t.expose("strategy", { type: SplitStrategy }),
    seed: t.exposeInt("seed"),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    counts: t.loadable({
      type: SplitCounts,
      load: (ids: string[], context) => countImagesOfSplits(context.pool, ids),
      resolve: (split) => split.id,
    }),
    perClass: t.loadableList({
      type: SplitClassCount,
      load: (ids: string[], context) => countClassesOfSplits(context.pool, ids),
      resolve: (split) => split.id,
    }),
  }),
});

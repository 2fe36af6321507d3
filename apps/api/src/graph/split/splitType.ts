import type { SplitGrouping } from "@maskyard/annotations";
import { memberOf } from "../../domain/access/memberOf.ts";
import {
  type CategoryCounts,
  countClassesOfSplits,
  countImagesOfSplits,
  countSizesOfSplits,
  type SizeCounts,
  type SubsetCounts,
} from "../../domain/split/splitLoads.ts";
import { builder } from "../builder/builder.ts";
import { SplitGroupingType } from "./splitGroupingType.ts";
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

const SizeClass = builder.enumType("SizeClass", {
  description: "COCO's: an area below 32 x 32 px, below 96 x 96 px, and above.",
  values: ["SMALL", "MEDIUM", "LARGE"] as const,
});

const SplitSizeCount = builder.objectRef<SizeCounts>("SplitSizeCount").implement({
  description: "Instances of a size in each subset.",
  fields: (t) => ({
    size: t.expose("size", { type: SizeClass }),
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
    grouping: t.field({
      type: SplitGroupingType,
      nullable: true,
      description: "What held images together when it was made; null where the files named the subsets.",
      resolve: (split) => split.grouping as unknown as SplitGrouping | null,
    }),
    fold: t.exposeInt("fold", { nullable: true, description: "Of a cross-validation: which fold validates, from 1." }),
    folds: t.exposeInt("folds", { nullable: true }),
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
    perSize: t.loadableList({
      type: SplitSizeCount,
      load: (ids: string[], context) => countSizesOfSplits(context.pool, ids),
      resolve: (split) => split.id,
    }),
  }),
});

import { memberOf } from "../../domain/access/memberOf.ts";
import { LISTED_CATEGORY } from "../../domain/category/listedCategory.ts";
import {
  areGenerated,
  countAnnotationsOfDatasets,
  countImagesOfDatasets,
  readCoverImages,
} from "../../domain/dataset/datasetLoads.ts";
import { imageWhere } from "../../domain/image/imageWhere.ts";
import { builder } from "../builder/builder.ts";
import { totalCountOf } from "../builder/CountedConnection.ts";
import { costByPageSize } from "../builder/costByPageSize.ts";
import { ImageFilter } from "../image/imageFilter.ts";
import { pageOfDatasets } from "./pageOfDatasets.ts";

export const Dataset = builder.prismaNode("Dataset", {
  id: { field: "id" },
  description: "Images with their annotations, and what was made of them.",
  authScopes: (dataset) => ({ seesProject: dataset.projectId }),
  findUnique: (id, context) => ({ id, project: memberOf(context.actor) }),
  fields: (t) => ({
    name: t.exposeString("name"),
    description: t.exposeString("description"),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    updatedAt: t.expose("updatedAt", { type: "DateTime" }),
    project: t.relation("project"),
    categories: t.relation("categories", { query: { where: LISTED_CATEGORY, orderBy: { position: "asc" } } }),
    imageCount: t.loadable({
      type: "Int",
      load: (ids: string[], context) => countImagesOfDatasets(context.pool, ids),
      resolve: (dataset) => dataset.id,
    }),
    isGenerated: t.loadable({
      type: "Boolean",
      description: "Whether all its images are scenes that `maskyard demo generate` drew.",
      load: (ids: string[], context) => areGenerated(context.pool, ids),
      resolve: (dataset) => dataset.id,
    }),
    annotationCount: t.loadable({
      type: "Int",
      load: (ids: string[], context) => countAnnotationsOfDatasets(context.pool, ids),
      resolve: (dataset) => dataset.id,
    }),
    images: t.prismaConnection(
      {
        type: "Image",
        cursor: "id",
        description: "In the order they were imported.",
        complexity: costByPageSize,
        args: { filter: t.arg({ type: ImageFilter }) },
        resolve: (query, dataset, args, context) =>
          context.prisma.image.findMany({
            ...query,
            where: imageWhere(dataset.id, args.filter),
            orderBy: { id: "asc" },
          }),
        totalCount: (dataset, args, context) =>
          context.prisma.image.count({ where: imageWhere(dataset.id, args.filter) }),
      },
      {},
      { name: "DatasetImagesEdge" },
    ),
    coverImages: t.loadableList({
      type: "Image",
      description: "The first images, for a card.",
      args: { first: t.arg.int({ defaultValue: 4 }) },
      complexity: { field: 1, multiplier: 4 },
      byPath: true,
      load: (ids: string[], context, args) => readCoverImages(context.prisma, context.pool, ids, args.first ?? 4),
      resolve: (dataset) => dataset.id,
    }),
    splits: t.relation("splits", { description: "Newest first.", query: { orderBy: { id: "desc" } } }),
    imports: t.prismaConnection(
      {
        type: "Import",
        cursor: "id",
        description: "Newest first.",
        complexity: costByPageSize,
        resolve: (query, dataset, _args, context) =>
          context.prisma.import.findMany({ ...query, where: { datasetId: dataset.id }, orderBy: { id: "desc" } }),
      },
      {},
      { name: "DatasetImportsEdge" },
    ),
    snapshots: t.prismaConnection(
      {
        type: "Snapshot",
        cursor: "id",
        description: "Newest first.",
        complexity: costByPageSize,
        resolve: (query, dataset, _args, context) =>
          context.prisma.snapshot.findMany({ ...query, where: { datasetId: dataset.id }, orderBy: { id: "desc" } }),
      },
      {},
      { name: "DatasetSnapshotsEdge" },
    ),
    runs: t.prismaConnection(
      {
        type: "Run",
        cursor: "id",
        description: "Newest first.",
        complexity: costByPageSize,
        resolve: (query, dataset, _args, context) =>
          context.prisma.run.findMany({ ...query, where: { datasetId: dataset.id }, orderBy: { id: "desc" } }),
        totalCount: (dataset, _args, context) => context.prisma.run.count({ where: { datasetId: dataset.id } }),
      },
      {},
      { name: "DatasetRunsEdge" },
    ),
  }),
});

export const DatasetConnection = builder.connectionObject(
  {
    type: Dataset,
    name: "DatasetConnection",
    fields: (t) => ({ totalCount: t.int({ resolve: totalCountOf }) }),
  },
  builder.edgeObject({ type: Dataset, name: "DatasetEdge" }),
);

builder.queryFields((t) => ({
  dataset: t.prismaField({
    type: "Dataset",
    nullable: true,
    args: { id: t.arg.globalID({ required: true, for: Dataset }) },
    resolve: (query, _root, args, context) =>
      context.prisma.dataset.findFirst({ ...query, where: { id: args.id.id, project: memberOf(context.actor) } }),
  }),
  datasets: t.connection(
    {
      type: Dataset,
      description: "Those the viewer may see, newest first; `name` picks by the exact name.",
      complexity: costByPageSize,
      args: { name: t.arg.string() },
      resolve: (_root, args, context, info) => pageOfDatasets({ args, context, info, name: args.name }),
    },
    DatasetConnection,
  ),
}));

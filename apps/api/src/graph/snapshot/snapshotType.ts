import { memberOf } from "../../domain/access/memberOf.ts";
import { builder } from "../builder/builder.ts";

export const Snapshot = builder.prismaNode("Snapshot", {
  id: { field: "id" },
  description:
    "Immutable: the images, annotation revisions, categories and split a run trains on. Same content, same hash.",
  authScopes: (snapshot) => ({ seesDataset: snapshot.datasetId }),
  findUnique: (id, context) => ({ id, dataset: { project: memberOf(context.actor) } }),
  fields: (t) => ({
    hash: t.exposeString("hash"),
    imageCount: t.exposeInt("imageCount"),
    annotationCount: t.exposeInt("annotationCount"),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    split: t.relation("split", { nullable: true }),
    dataset: t.relation("dataset"),
    runs: t.relation("runs", {
      description: "Newest first; all when `first` is absent.",
      args: { first: t.arg.int() },
      query: ({ first }) => ({ orderBy: { id: "desc" }, ...(first == null ? {} : { take: Math.max(0, first) }) }),
    }),
  }),
});

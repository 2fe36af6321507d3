import type { Ledger } from "@maskyard/annotations";
import { importsOf } from "../../domain/import/importsOf.ts";
import { builder } from "../builder/builder.ts";
import { LedgerType } from "./ledgerType.ts";

const ImportStatus = builder.enumType("ImportStatus", {
  values: ["RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"] as const,
});

export const Import = builder.prismaNode("Import", {
  id: { field: "id" },
  description: "One upload on its way into a dataset. It lands whole or not at all.",
  // Not the ledger, which can be larger than all the rest of a list.
  select: { id: true, datasetId: true, projectId: true },
  authScopes: ({ datasetId, projectId }) => {
    if (datasetId !== null) return { seesDataset: datasetId };
    return projectId === null ? false : { seesProject: projectId };
  },
  findUnique: (id, context) => ({ id, ...importsOf(context.actor) }),
  fields: (t) => ({
    source: t.exposeString("source"),
    format: t.exposeString("format", { nullable: true }),
    status: t.expose("status", { type: ImportStatus }),
    imagesTotal: t.exposeInt("imagesTotal"),
    imagesDone: t.exposeInt("imagesDone"),
    imageCount: t.exposeInt("imageCount", { description: "Images of the source that are now in the dataset." }),
    annotationCount: t.exposeInt("annotationCount", {
      description: "Annotations of the source that are now in the dataset.",
    }),
    ledger: t.field({
      type: LedgerType,
      nullable: true,
      select: { ledger: true },
      resolve: (row) => row.ledger as unknown as Ledger | null,
    }),
    readerOptions: t.expose("readerOptions", {
      type: "JSON",
      nullable: true,
      description:
        "What the person said of the files, by the names of `POST /files/imports`; `columns` is csvColumns and `frame` coordinateFrame here.",
    }),
    error: t.exposeString("error", { nullable: true }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    finishedAt: t.expose("finishedAt", { type: "DateTime", nullable: true }),
    dataset: t.relation("dataset", {
      nullable: true,
      description: "Null when it was made for this import, which failed or was cancelled: then it went with it.",
    }),
  }),
});

builder.queryField("import", (t) =>
  t.prismaField({
    type: "Import",
    nullable: true,
    args: { id: t.arg.globalID({ required: true, for: Import }) },
    resolve: (query, _root, args, context) =>
      context.prisma.import.findFirst({
        ...query,
        where: { id: args.id.id, ...importsOf(context.actor) },
      }),
  }),
);

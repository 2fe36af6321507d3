import type { Ledger } from "@maskyard/annotations";
import { memberOf } from "../access/memberOf.ts";
import { builder } from "../graph/builder.ts";

const ImportStatus = builder.enumType("ImportStatus", { values: ["RUNNING", "SUCCEEDED", "FAILED"] as const });

const LedgerEntryType = builder.objectRef<Ledger["entries"][number]>("LedgerEntry").implement({
  description: "What became of one record of the source, or a warning that changed none.",
  fields: (t) => ({
    kind: t.exposeString("kind", { description: "kept, merged, rounded, clipped, guessed, dropped or warning." }),
    reason: t.exposeString("reason"),
    place: t.exposeString("place", { description: "Where in the source: file, then key or line." }),
  }),
});

const LedgerType = builder.objectRef<Ledger>("Ledger").implement({
  description: "Annotations by outcome: read = kept + merged + rounded + clipped + guessed + dropped.",
  fields: (t) => ({
    read: t.int({ resolve: (ledger) => ledger.annotations.read }),
    kept: t.int({ resolve: (ledger) => ledger.annotations.kept }),
    merged: t.int({ resolve: (ledger) => ledger.annotations.merged }),
    rounded: t.int({ resolve: (ledger) => ledger.annotations.rounded }),
    clipped: t.int({ resolve: (ledger) => ledger.annotations.clipped }),
    guessed: t.int({ resolve: (ledger) => ledger.annotations.guessed }),
    dropped: t.int({ resolve: (ledger) => ledger.annotations.dropped }),
    entryCount: t.int({ resolve: (ledger) => ledger.entries.length }),
    entries: t.field({
      type: [LedgerEntryType],
      args: { first: t.arg.int({ defaultValue: 100 }), offset: t.arg.int({ defaultValue: 0 }) },
      complexity: ({ first }) => ({ field: 1, multiplier: (first ?? 100) / 10 }),
      resolve: (ledger, { first, offset }) => {
        const start = Math.max(0, offset ?? 0);
        return ledger.entries.slice(start, start + Math.max(0, Math.min(first ?? 100, 10_000)));
      },
    }),
  }),
});

export const Import = builder.prismaNode("Import", {
  id: { field: "id" },
  description: "One upload on its way into a dataset. It lands whole or not at all.",
  authScopes: (row) => ({ seesDataset: row.datasetId }),
  findUnique: (id, context) => ({ id, dataset: { project: memberOf(context.actor) } }),
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
      resolve: (row) => row.ledger as unknown as Ledger | null,
    }),
    readerOptions: t.expose("readerOptions", {
      type: "JSON",
      nullable: true,
      description: "What the person said of the files: csvColumns, vocBase, classAttribute.",
    }),
    error: t.exposeString("error", { nullable: true }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    finishedAt: t.expose("finishedAt", { type: "DateTime", nullable: true }),
    dataset: t.relation("dataset"),
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
        where: { id: args.id.id, dataset: { project: memberOf(context.actor) } },
      }),
  }),
);

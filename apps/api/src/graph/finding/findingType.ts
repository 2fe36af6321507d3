import { FINDING_KINDS, type FindingKind } from "@maskyard/annotations";
import type { Image as ImageRow } from "@maskyard/store/prisma";
import { memberOf } from "../../domain/access/memberOf.ts";
import { signedInActor } from "../../domain/access/signedInActor.ts";
import type { KindReport, ListedFinding } from "../../domain/finding/findingsTask.ts";
import { FIXED_ONE_BY_ONE, FIXES, type FixedItem, fixFindings, undoFix } from "../../domain/finding/fixFindings.ts";
import { pageOfFindings, rememberedFindings } from "../../domain/finding/rememberedFindings.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { PAGE_RECORDS_MAX } from "../../domain/work/RecordWindow.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";
import { costByPageSize } from "../builder/costByPageSize.ts";

const graphName = (kind: FindingKind) => kind.toUpperCase().replaceAll("-", "_");
const kindOf = (name: string): FindingKind => {
  const kind = FINDING_KINDS.find((one) => graphName(one) === name);
  if (kind === undefined) throw new Error(`kindOf: expected a kind of finding, got ${name}`);
  return kind;
};

const Kind = builder.enumType("FindingKind", {
  description:
    "TANGLED: a shape crosses itself so often that its area is counted on a grid; OVERLAP: two of one class share most of their area; CROWDED: an image has so many annotations on top of one another that not all pairs were compared; SINGLE_CLASS: nine in ten images hold one class only; IMBALANCE: a class hardly ever comes.",
  values: FINDING_KINDS.map(graphName),
});

const Severity = builder.enumType("FindingSeverity", { values: ["ERROR", "WARNING", "NOTE"] as const });

const SEVERITIES: Readonly<Record<FindingKind, "ERROR" | "WARNING" | "NOTE">> = {
  degenerate: "ERROR",
  outside: "ERROR",
  duplicate: "ERROR",
  tangled: "WARNING",
  tiny: "WARNING",
  overlap: "WARNING",
  crowded: "WARNING",
  unlabelled: "WARNING",
  imbalance: "WARNING",
  "single-class": "NOTE",
};

interface ShownFinding extends ListedFinding {
  readonly image: ImageRow | null;
}

const FindingType = builder.objectRef<ShownFinding>("Finding").implement({
  fields: (t) => ({
    kind: t.field({ type: Kind, resolve: ({ kind }) => graphName(kind) }),
    severity: t.field({ type: Severity, resolve: ({ kind }) => SEVERITIES[kind] }),
    detail: t.exposeString("detail"),
    image: t.field({
      type: "Image",
      nullable: true,
      description: "Null: of the whole.",
      resolve: ({ image }) => image,
    }),
    category: t.prismaField({
      type: "Category",
      nullable: true,
      description: "IMBALANCE: the class that hardly ever comes; its images are those it is on.",
      resolve: (query, { categoryId }, _args, context) =>
        categoryId === null ? null : context.prisma.category.findUnique({ ...query, where: { id: categoryId } }),
    }),
    fixable: t.boolean({
      description: "Whether fixFindings can fix this one.",
      resolve: ({ kind }) => FIXES[kind] !== undefined,
    }),
    annotationIds: t.idList({
      description: "The one that a fix would take away or cut comes first.",
      resolve: ({ annotationIds }) => annotationIds.map((id) => encodeGlobalId("Annotation", id)),
    }),
  }),
});

const FindingSummary = builder.objectRef<KindReport>("FindingSummary").implement({
  fields: (t) => ({
    kind: t.field({ type: Kind, resolve: ({ kind }) => graphName(kind) }),
    severity: t.field({ type: Severity, resolve: ({ kind }) => SEVERITIES[kind] }),
    count: t.int({ resolve: ({ window }) => window.total }),
    imageCount: t.exposeInt("imageCount"),
    fixable: t.boolean({
      description: "Whether fixFindings has a fix for all of this kind: to cut (OUTSIDE) or to delete.",
      resolve: ({ kind }) => FIXES[kind] !== undefined && !FIXED_ONE_BY_ONE.has(kind),
    }),
  }),
});

interface DatasetFindings {
  readonly datasetId: string;
  readonly kinds: readonly KindReport[];
}

const DatasetFindingsType = builder.objectRef<DatasetFindings>("DatasetFindings").implement({
  description: "What of a dataset would harm a training, as it is now.",
  fields: (t) => ({
    kinds: t.field({ type: [FindingSummary], description: "Those there are.", resolve: ({ kinds }) => [...kinds] }),
    items: t.field({
      type: [FindingType],
      args: {
        kind: t.arg({ type: Kind, required: true }),
        first: t.arg.int({ defaultValue: 50 }),
        offset: t.arg.int({ defaultValue: 0 }),
      },
      complexity: costByPageSize,
      resolve: async (findings, { kind, first, offset }, context): Promise<ShownFinding[]> => {
        const page = await pageOfFindings(context, findings, {
          kind: kindOf(kind),
          start: Math.max(0, offset ?? 0),
          count: Math.max(0, Math.min(first ?? 50, PAGE_RECORDS_MAX)),
        });
        const ids = page.flatMap(({ imageId }) => imageId ?? []);
        const images = new Map(
          (await context.prisma.image.findMany({ where: { id: { in: ids } } })).map((image) => [image.id, image]),
        );
        return page.map((one) => ({ ...one, image: images.get(one.imageId ?? "") ?? null }));
      },
    }),
  }),
});

const FindingFix = builder.prismaNode("FindingFix", {
  id: { field: "id" },
  description: "Findings of a kind that were fixed together. Undoing brings back what nobody changed since.",
  authScopes: (fix) => ({ seesDataset: fix.datasetId }),
  findUnique: (id, context) => ({ id, dataset: { project: memberOf(context.actor) } }),
  fields: (t) => ({
    kind: t.field({ type: Kind, resolve: ({ kind }) => graphName(kind as FindingKind) }),
    annotationCount: t.int({ resolve: (fix) => (fix.items as unknown as FixedItem[]).length }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    undoneAt: t.expose("undoneAt", { type: "DateTime", nullable: true }),
    restoredCount: t.exposeInt("restoredCount", {
      nullable: true,
      description: "Annotations that undoing brought back; the others had been changed since and stay as they are.",
    }),
  }),
});

builder.prismaObjectFields("Dataset", (t) => ({
  findings: t.field({
    type: DatasetFindingsType,
    description: "Every annotation is looked at: some seconds for 200,000.",
    complexity: { field: 2_000, multiplier: 1 },
    select: { id: true },
    resolve: async ({ id: datasetId }, _args, context) => ({
      datasetId,
      kinds: await rememberedFindings(context, datasetId),
    }),
  }),
  findingFixes: t.relation("findingFixes", {
    description: "The newest 50.",
    query: { orderBy: { id: "desc" }, take: 50 },
  }),
}));

const FixFindingsInput = builder.inputType("FixFindingsInput", {
  fields: (t) => ({
    datasetId: t.globalID({ required: true, for: "Dataset" }),
    kind: t.field({ type: Kind, required: true }),
    annotationIds: t.globalIDList({
      for: "Annotation",
      description: "Fixes only these, each the first that a finding names; OVERLAP is fixed so alone.",
    }),
  }),
});

const UndoFixInput = builder.inputType("UndoFixInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: FindingFix }) }),
});

builder.mutationFields((t) => ({
  fixFindings: t.prismaField({
    type: FindingFix,
    description:
      "Fixes findings of a kind: OUTSIDE is cut to the image; DEGENERATE, TINY and the later of DUPLICATE and OVERLAP are deleted.",
    errors: {},
    args: { input: t.arg({ type: FixFindingsInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const { id } = await fixFindings(context, signedInActor(context), {
        datasetId: input.datasetId.id,
        kind: kindOf(input.kind),
        annotationIds: input.annotationIds?.map(({ id }) => id) ?? null,
      });
      return context.prisma.findingFix.findUniqueOrThrow({ ...atLeastId(query), where: { id } });
    },
  }),
  undoFix: t.prismaField({
    type: FindingFix,
    errors: {},
    args: { input: t.arg({ type: UndoFixInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const { id } = await undoFix(context, signedInActor(context), input.id.id);
      return context.prisma.findingFix.findUniqueOrThrow({ ...atLeastId(query), where: { id } });
    },
  }),
}));

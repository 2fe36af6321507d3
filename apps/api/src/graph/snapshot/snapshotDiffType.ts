import type {
  AnnotationDifference,
  AnnotationDifferenceCounts,
  CategoryRename,
  DifferenceKind as DifferenceKindName,
  ImageDifference,
} from "@maskyard/store";
import type { Image as ImageRow, Snapshot as SnapshotRow } from "@maskyard/store/prisma";
import { memberOf } from "../../domain/access/memberOf.ts";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import type { DifferenceReport } from "../../domain/snapshot/differenceTask.ts";
import {
  changeCount,
  type Difference,
  pageOfChanges,
  readChangesSince,
  readDifference,
} from "../../domain/snapshot/readDifference.ts";
import { PAGE_RECORDS_MAX } from "../../domain/work/RecordWindow.ts";
import { builder } from "../builder/builder.ts";
import type { GraphContext } from "../builder/context.ts";
import { costByPageSize } from "../builder/costByPageSize.ts";
import { Subset } from "../split/subset.ts";
import { Snapshot } from "./snapshotType.ts";

const DifferenceKind = builder.enumType("DifferenceKind", { values: ["ADDED", "REMOVED", "CHANGED"] as const });
const upper = <Text extends string>(text: Text) => text.toUpperCase() as Uppercase<Text>;

const DifferenceCounts = builder
  .objectRef<{ added: number; removed: number; changed: number }>("DifferenceCounts")
  .implement({
    fields: (t) => ({
      added: t.exposeInt("added"),
      removed: t.exposeInt("removed"),
      changed: t.exposeInt("changed"),
    }),
  });

const AnnotationDifferenceCountsType = builder
  .objectRef<AnnotationDifferenceCounts>("AnnotationDifferenceCounts")
  .implement({
    fields: (t) => ({
      added: t.exposeInt("added"),
      removed: t.exposeInt("removed"),
      changed: t.exposeInt("changed"),
      geometryChanged: t.exposeInt("geometryChanged", {
        description: "Of the changed ones; some are counted in both.",
      }),
      categoryChanged: t.exposeInt("categoryChanged"),
    }),
  });

interface ShownAnnotation extends AnnotationDifference {
  readonly categoryBefore: string | null;
  readonly categoryAfter: string | null;
}

const AnnotationDifferenceType = builder.objectRef<ShownAnnotation>("AnnotationDifference").implement({
  fields: (t) => ({
    kind: t.field({ type: DifferenceKind, resolve: (change) => upper(change.kind) }),
    annotationId: t.id({ resolve: (change) => encodeGlobalId("Annotation", change.annotationId) }),
    geometryChanged: t.exposeBoolean("geometryChanged"),
    categoryBefore: t.exposeString("categoryBefore", { nullable: true, description: "The name it had then." }),
    categoryAfter: t.exposeString("categoryAfter", { nullable: true }),
    revisionBefore: t.exposeInt("revisionBefore", { nullable: true }),
    revisionAfter: t.exposeInt("revisionAfter", { nullable: true }),
  }),
});

interface ShownImage extends ImageDifference {
  readonly image: ImageRow | null;
  readonly report: DifferenceReport;
}

const ImageDifferenceType = builder.objectRef<ShownImage>("ImageDifference").implement({
  description:
    "What became of one image and its annotations. Annotations of an image that came or went are only counted.",
  fields: (t) => ({
    kind: t.field({ type: DifferenceKind, resolve: (change) => upper(change.kind) }),
    fileName: t.exposeString("fileName"),
    image: t.field({
      type: "Image",
      nullable: true,
      description: "Null where the image is no longer there.",
      resolve: (change) => change.image,
    }),
    imageChanged: t.exposeBoolean("imageChanged", { description: "Other bytes, size, orientation or name." }),
    subsetBefore: t.field({
      type: Subset,
      nullable: true,
      resolve: (change) => change.subsetBefore && upper(change.subsetBefore),
    }),
    subsetAfter: t.field({
      type: Subset,
      nullable: true,
      resolve: (change) => change.subsetAfter && upper(change.subsetAfter),
    }),
    annotations: t.field({ type: AnnotationDifferenceCountsType, resolve: (change) => change.annotations }),
    annotationChanges: t.field({
      type: [AnnotationDifferenceType],
      description: "The first 1,000; `annotations` counts all.",
      complexity: { field: 1, multiplier: 2 },
      resolve: ({ annotationChanges, report }) => {
        const before = new Map(report.categoriesBefore.map(({ id, name }) => [id, name]));
        const after = new Map(report.categoriesAfter.map(({ id, name }) => [id, name]));
        return annotationChanges.map((change) => ({
          ...change,
          categoryBefore: before.get(change.categoryIdBefore ?? "") ?? null,
          categoryAfter: after.get(change.categoryIdAfter ?? "") ?? null,
        }));
      },
    }),
  }),
});

const CategoryRenameType = builder.objectRef<CategoryRename>("CategoryRename").implement({
  fields: (t) => ({ before: t.exposeString("before"), after: t.exposeString("after") }),
});

interface ShownDiff {
  readonly diff: Difference;
  readonly from: SnapshotRow;
  /** Null: the dataset as it is now. */
  readonly to: SnapshotRow | null;
}

const SnapshotDiff = builder.objectRef<ShownDiff>("SnapshotDiff").implement({
  description: "What became of the data from one snapshot to another, or to now.",
  fields: (t) => ({
    from: t.field({ type: Snapshot, resolve: ({ from }) => from }),
    to: t.field({
      type: Snapshot,
      nullable: true,
      description: "Null: the dataset as it is now.",
      resolve: ({ to }) => to,
    }),
    images: t.field({
      type: DifferenceCounts,
      description: "An image is changed when it, its subset or one of its annotations is another.",
      resolve: ({ diff }) => diff.report.images,
    }),
    annotations: t.field({ type: AnnotationDifferenceCountsType, resolve: ({ diff }) => diff.report.annotations }),
    categoriesAdded: t.stringList({ resolve: ({ diff }) => diff.report.categoriesAdded.map(({ name }) => name) }),
    categoriesRemoved: t.stringList({ resolve: ({ diff }) => diff.report.categoriesRemoved.map(({ name }) => name) }),
    categoriesRenamed: t.field({
      type: [CategoryRenameType],
      resolve: ({ diff }) => diff.report.categoriesRenamed,
    }),
    isEmpty: t.boolean({
      description: "Whether both hold the same.",
      resolve: ({ diff }) => isEmpty(diff),
    }),
    changeCount: t.int({
      description: "Images of this kind, or of any.",
      args: { kind: t.arg({ type: DifferenceKind }) },
      resolve: ({ diff }, { kind }) => changeCount(diff.report, kindName(kind)),
    }),
    changes: t.field({
      type: [ImageDifferenceType],
      args: {
        first: t.arg.int({ defaultValue: 50 }),
        offset: t.arg.int({ defaultValue: 0 }),
        kind: t.arg({ type: DifferenceKind }),
      },
      complexity: costByPageSize,
      resolve: async ({ diff }, { first, offset, kind }, context) => {
        const page = {
          kind: kindName(kind),
          start: Math.max(0, offset ?? 0),
          count: Math.max(0, Math.min(first ?? 50, PAGE_RECORDS_MAX)),
        };
        return withImages(diff.report, await pageOfChanges(context, diff, page), context);
      },
    }),
  }),
});

function kindName(kind: typeof DifferenceKind.$inferType | null | undefined): DifferenceKindName | null {
  return kind == null ? null : (kind.toLowerCase() as DifferenceKindName);
}

/** Whether both sides hold the same. */
function isEmpty({ report }: Difference): boolean {
  const { categoriesAdded, categoriesRemoved, categoriesRenamed } = report;
  return changeCount(report, null) + categoriesAdded.length + categoriesRemoved.length + categoriesRenamed.length === 0;
}

async function withImages(
  report: DifferenceReport,
  changes: readonly ImageDifference[],
  { prisma }: GraphContext,
): Promise<ShownImage[]> {
  const images = await prisma.image.findMany({ where: { id: { in: changes.map(({ imageId }) => imageId) } } });
  const byId = new Map(images.map((image) => [image.id, image]));
  return changes.map((change) => ({ ...change, report, image: byId.get(change.imageId) ?? null }));
}

builder.queryFields((t) => ({
  snapshotDiff: t.field({
    type: SnapshotDiff,
    nullable: true,
    description: "From one snapshot of a dataset to another; null where the viewer may not see both.",
    complexity: { field: 500, multiplier: 1 },
    args: {
      fromId: t.arg.globalID({ required: true, for: Snapshot }),
      toId: t.arg.globalID({ required: true, for: Snapshot }),
    },
    resolve: async (_root, { fromId, toId }, context): Promise<ShownDiff | null> => {
      const find = (id: string) =>
        context.prisma.snapshot.findFirst({ where: { id, dataset: { project: memberOf(context.actor) } } });
      const [from, to] = await Promise.all([find(fromId.id), find(toId.id)]);
      if (from === null || to === null) return null;
      if (from.datasetId !== to.datasetId) {
        throw new InvalidInputError("These are snapshots of two datasets, which have nothing in common.", "toId");
      }
      return { diff: await readDifference(context, from, to), from, to };
    },
  }),
  snapshotsByHash: t.prismaField({
    type: ["Snapshot"],
    description: "Snapshots whose hash begins with `hash` (8 digits or more), newest first, at most 20.",
    args: { hash: t.arg.string({ required: true }) },
    resolve: (query, _root, { hash }, context) => {
      if (!/^[0-9a-f]{8,64}$/.test(hash)) {
        throw new InvalidInputError("A snapshot's hash is 8 to 64 hexadecimal digits.", "hash");
      }
      return context.prisma.snapshot.findMany({
        ...query,
        where: { hash: { startsWith: hash }, dataset: { project: memberOf(context.actor) } },
        orderBy: { id: "desc" },
        take: 20,
      });
    },
  }),
}));

builder.prismaObjectField("Run", "dataChanges", (t) =>
  t.field({
    type: SnapshotDiff,
    nullable: true,
    description: "What became of the dataset since the run's snapshot was taken; null where its data is as it was.",
    complexity: { field: 500, multiplier: 1 },
    select: { snapshotId: true },
    resolve: async (run, _args, context): Promise<ShownDiff | null> => {
      if (run.snapshotId === null) return null;
      const from = await context.prisma.snapshot.findUniqueOrThrow({ where: { id: run.snapshotId } });
      const diff = await readChangesSince(context, from);
      return diff === null || isEmpty(diff) ? null : { diff, from, to: null };
    },
  }),
);

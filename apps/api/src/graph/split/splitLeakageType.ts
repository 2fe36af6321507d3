import type { SplitGrouping } from "@maskyard/annotations";
import type { Image as ImageRow } from "@maskyard/store/prisma";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { findLeaks, type Leaks, pageOfLeaks } from "../../domain/split/findLeaks.ts";
import type { LeakageReport, ListedPair } from "../../domain/split/leakageTask.ts";
import { fileNamePatternSchema } from "../../domain/split/splitGrouping.ts";
import { PAGE_RECORDS_MAX } from "../../domain/work/RecordWindow.ts";
import { builder } from "../builder/builder.ts";
import type { GraphContext } from "../builder/context.ts";
import { costByPageSize } from "../builder/costByPageSize.ts";
import { Split } from "./splitType.ts";
import { Subset } from "./subset.ts";

const LeakageKind = builder.enumType("LeakageKind", {
  description:
    "EXACT: the same bytes as they came; NEAR: pictures that look alike; GROUP: of one capture group, file-name group or tag.",
  values: ["EXACT", "NEAR", "GROUP"] as const,
});

interface ShownPair extends ListedPair {
  readonly seen: ImageRow;
  readonly heldOut: ImageRow;
}

const upper = <Text extends string>(text: Text) => text.toUpperCase() as Uppercase<Text>;

const LeakagePairType = builder.objectRef<ShownPair>("LeakagePair").implement({
  description: "An image that is held out to measure with, and one like it that an earlier subset has.",
  fields: (t) => ({
    kind: t.field({ type: LeakageKind, resolve: (pair) => upper(pair.kind) }),
    seen: t.field({ type: "Image", resolve: (pair) => pair.seen }),
    seenSubset: t.field({ type: Subset, resolve: (pair) => upper(pair.seenSubset) }),
    heldOut: t.field({ type: "Image", resolve: (pair) => pair.heldOut }),
    heldOutSubset: t.field({ type: Subset, resolve: (pair) => upper(pair.heldOutSubset) }),
    distanceBits: t.exposeInt("distanceBits", {
      nullable: true,
      description: "NEAR: of the 64 bits of the perceptual hashes, those that differ.",
    }),
    group: t.exposeString("group", { nullable: true, description: "GROUP: what both belong to." }),
  }),
});

interface ShownLeakage extends LeakageReport {
  readonly leaks: Leaks;
}

const SplitLeakage = builder.objectRef<ShownLeakage>("SplitLeakage").implement({
  description: "What a split lets the model see of what it is measured on, as its images are now.",
  fields: (t) => ({
    leaks: t.boolean({ resolve: ({ window }) => window.total > 0 }),
    heldOutImages: t.exposeInt("heldOutImages", {
      description: "Images held out that an earlier subset has the like of.",
    }),
    exactPairs: t.exposeInt("exactPairs"),
    nearPairs: t.exposeInt("nearPairs"),
    groupPairs: t.exposeInt("groupPairs"),
    groups: t.exposeInt("groups", { description: "Groups by capture group, file name or tag." }),
    groupsLeaking: t.exposeInt("groupsLeaking", { description: "Those with images in more than one subset." }),
    pairCount: t.int({ resolve: (leakage) => leakage.window.total }),
    pairs: t.field({
      type: [LeakagePairType],
      description:
        "For each held-out image and each earlier subset the strongest tie: exact before near before group. In the order of the file names.",
      args: { first: t.arg.int({ defaultValue: 50 }), offset: t.arg.int({ defaultValue: 0 }) },
      complexity: costByPageSize,
      resolve: ({ leaks }, { first, offset }, context) => readPairs(leaks, first ?? 50, offset ?? 0, context),
    }),
  }),
});

async function readPairs(leaks: Leaks, first: number, offset: number, context: GraphContext): Promise<ShownPair[]> {
  const page = await pageOfLeaks(context, leaks, {
    start: Math.max(0, offset),
    count: Math.max(0, Math.min(first, PAGE_RECORDS_MAX)),
  });
  const ids = new Set(page.flatMap(({ seenId, heldOutId }) => [seenId, heldOutId]));
  const rows = await context.prisma.image.findMany({ where: { id: { in: [...ids] } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return page.flatMap((pair) => {
    const [seen, heldOut] = [byId.get(pair.seenId), byId.get(pair.heldOutId)];
    return seen && heldOut ? [{ ...pair, seen, heldOut }] : []; // deleted meanwhile
  });
}

builder.prismaObjectField(Split, "leakage", (t) =>
  t.field({
    type: SplitLeakage,
    description:
      "Duplicates are always looked for; groups by capture group, by the rules the split was made with, and by those asked for here.",
    complexity: { field: 100, multiplier: 1 },
    args: {
      fileNamePattern: t.arg.string({ description: "A pattern with {group}, for example {group}_scaled_*." }),
      tagPrefix: t.arg.string({ description: 'Images that share a tag beginning with this, for example "site:".' }),
    },
    select: { id: true, grouping: true },
    resolve: async (split, args, context): Promise<ShownLeakage> => {
      const asked = {
        ...(args.fileNamePattern == null
          ? {}
          : { fileNamePattern: parseInput(fileNamePatternSchema, args.fileNamePattern) }),
        ...(args.tagPrefix == null ? {} : { tagPrefix: args.tagPrefix }),
      };
      const grouping = split.grouping as unknown as SplitGrouping | null;
      const leaks = await findLeaks(context, { splitId: split.id, grouping, asked });
      return { ...leaks.report, leaks };
    },
  }),
);

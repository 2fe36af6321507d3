import type { Leakage, LeakagePair, SplitGrouping, SubsetName } from "@maskyard/annotations";
import { manifestTeaches, readManifestSubsets } from "@maskyard/store";
import { packWindow, type RecordWindow } from "../work/RecordWindow.ts";
import type { WorkContext } from "../work/Work.ts";
import { readLeakage, readSnapshotLeakage } from "./readLeakage.ts";

type Asked = Partial<Pick<SplitGrouping, "fileNamePattern" | "tagPrefix">>;

export interface LeakageInput {
  readonly of:
    | { readonly splitId: string; readonly grouping: SplitGrouping | null; readonly asked: Asked }
    /** A snapshot, by its manifest and the grouping of its split. */
    | { readonly manifestSha256: string; readonly grouping: SplitGrouping | null };
  /** Place of the first pair of the window. */
  readonly from: number;
}

/** A pair that names its images by id. */
export interface ListedPair extends LeakagePair {
  readonly seenId: string;
  readonly heldOutId: string;
}

export interface LeakageReport extends Omit<Leakage, "pairs"> {
  /** Of {@link ListedPair}. */
  readonly window: RecordWindow;
  /** Images of each subset, "" for those of none, and whether any image to train on has an annotation; of a snapshot alone. */
  readonly snapshot: { readonly images: Readonly<Record<SubsetName | "", number>>; readonly teaches: boolean } | null;
}

/** What leaks between the subsets of a split, or of a snapshot. */
export default async function reportLeakage({ of, from }: LeakageInput, context: WorkContext): Promise<LeakageReport> {
  const { pool, blobs } = await context.store();
  if ("splitId" in of) {
    const { splitId: id, grouping, asked } = of;
    return { ...listed(await readLeakage(pool, { id, grouping }, asked), from), snapshot: null };
  }
  const subsets = await readManifestSubsets(blobs, of.manifestSha256);
  const count = (subset: SubsetName | "") => subsets.get(subset)?.size ?? 0;
  const images = { train: count("train"), val: count("val"), test: count("test"), "": count("") };
  const teaches = await manifestTeaches(blobs, of.manifestSha256, "train");
  const found = await readSnapshotLeakage(pool, { subsets, grouping: of.grouping });
  return { ...listed(found, from), snapshot: { images, teaches } };
}

function listed(
  { pairs, idOf, ...figures }: Awaited<ReturnType<typeof readLeakage>>,
  from: number,
): Omit<LeakageReport, "snapshot"> {
  const id = (key: string) => idOf.get(key) ?? "";
  const named = pairs.map(
    (pair): ListedPair => ({ ...pair, seenId: id(pair.seenKey), heldOutId: id(pair.heldOutKey) }),
  );
  return { ...figures, window: packWindow(named, from) };
}

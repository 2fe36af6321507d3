import type { SplitGrouping } from "@maskyard/annotations";
import { createSnapshot, manifestTeaches } from "@maskyard/store";
import type { Services } from "../../services.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { subsetsOfManifest } from "../snapshot/subsetsOfManifest.ts";
import { type AllowedLeakage, judgeLeakage } from "../split/judgeLeakage.ts";
import { readLeakage, readSnapshotLeakage } from "../split/readLeakage.ts";
import { checkTrainable } from "./checkTrainable.ts";
import { splitForRun } from "./splitForRun.ts";

/** What a run trains on, and what of it leaks where that was allowed. */
export interface FrozenData {
  readonly snapshotId: string;
  readonly leakage: AllowedLeakage | null;
}

interface WantedData {
  readonly datasetId: string;
  readonly splitId?: string | null | undefined;
  readonly snapshotId?: string | null | undefined;
  readonly allowLeakage?: boolean | null | undefined;
}

/**
 * The snapshot that is asked for; otherwise the dataset is frozen as it is now, with the split found or made (with `seed`). Throws
 * {@link InvalidInputError} where training on it could only fail, and where it leaks and that is not allowed.
 */
export async function snapshotForRun(
  services: Services,
  { seed, ...wanted }: WantedData & { readonly seed: number },
): Promise<FrozenData> {
  const { datasetId, snapshotId, splitId } = wanted;
  const allow = wanted.allowLeakage === true;
  if (snapshotId != null) {
    if (splitId != null) {
      throw new InvalidInputError("A snapshot has its subsets already; give it or a split, not both.", "splitId");
    }
    return existingSnapshot(services, { datasetId, snapshotId, allow });
  }
  const split = await splitForRun(services, { datasetId, splitId, seed });
  await checkTrainable(services.pool, { datasetId, splitId: split.id, splitName: split.name });
  const leakage = judgeLeakage(await readLeakage(services.pool, split), `split "${split.name}"`, { allow });
  const created = await createSnapshot(services, services.blobs, { datasetId, splitId: split.id });
  return { snapshotId: created.snapshotId, leakage };
}

async function existingSnapshot(
  services: Services,
  wanted: { readonly datasetId: string; readonly snapshotId: string; readonly allow: boolean },
): Promise<FrozenData> {
  const { datasetId, snapshotId, allow } = wanted;
  const snapshot = await services.prisma.snapshot.findFirst({
    where: { id: snapshotId, datasetId },
    include: { split: { select: { grouping: true } } },
  });
  if (snapshot === null) {
    throw new InvalidInputError("This snapshot is not one of the dataset's.", "snapshotId");
  }
  const { manifestSha256 } = snapshot;
  const what = `snapshot ${snapshot.hash.slice(0, 12)}`;
  const subsets = await subsetsOfManifest(services, manifestSha256);
  for (const [subset, purpose] of [
    ["train", "to train on"],
    ["val", "to validate on"],
  ] as const) {
    if (!subsets.get(subset)?.size) {
      const why = subsets.has("") ? "; it was frozen without a split" : "";
      throw new InvalidInputError(
        `The ${what} has no images ${purpose}${why}. Choose another, or a split.`,
        "snapshotId",
      );
    }
  }
  if (!(await manifestTeaches(services.blobs, manifestSha256, "train"))) {
    throw new InvalidInputError(
      `No training image of the ${what} has an annotation. Choose another, or a split.`,
      "snapshotId",
    );
  }
  const grouping = (snapshot.split?.grouping ?? null) as unknown as SplitGrouping | null;
  const found = await readSnapshotLeakage(services.pool, { subsets, grouping });
  return { snapshotId, leakage: judgeLeakage(found, what, { allow }) };
}

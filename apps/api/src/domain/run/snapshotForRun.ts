import type { SplitGrouping } from "@maskyard/annotations";
import type { RequestServices } from "../../services.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { makeSnapshot } from "../snapshot/makeSnapshot.ts";
import { findLeaks } from "../split/findLeaks.ts";
import { type AllowedLeakage, judgeLeakage } from "../split/judgeLeakage.ts";
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
  services: RequestServices,
  { seed, ...wanted }: WantedData & { readonly seed: number },
): Promise<FrozenData> {
  const { datasetId, snapshotId, splitId } = wanted;
  const allow = wanted.allowLeakage === true;
  if (snapshotId != null) {
    if (splitId != null) {
      throw new InvalidInputError(
        "A snapshot already has its subsets. Give either a snapshot or a split, not both.",
        "splitId",
      );
    }
    return existingSnapshot(services, { datasetId, snapshotId, allow });
  }
  const split = await splitForRun(services, { datasetId, splitId, seed });
  await checkTrainable(services.pool, { datasetId, splitId: split.id, splitName: split.name });
  const grouping = split.grouping as unknown as SplitGrouping | null;
  const { report } = await findLeaks(services, { splitId: split.id, grouping, asked: {} });
  const leakage = judgeLeakage(report, `split "${split.name}"`, { allow });
  const created = await makeSnapshot(services, { datasetId, splitId: split.id });
  return { snapshotId: created.snapshotId, leakage };
}

async function existingSnapshot(
  services: RequestServices,
  wanted: { readonly datasetId: string; readonly snapshotId: string; readonly allow: boolean },
): Promise<FrozenData> {
  const { datasetId, snapshotId, allow } = wanted;
  const snapshot = await services.prisma.snapshot.findFirst({
    where: { id: snapshotId, datasetId },
    include: { split: { select: { grouping: true } } },
  });
  if (snapshot === null) {
    throw new InvalidInputError("This snapshot does not belong to the dataset.", "snapshotId");
  }
  const { manifestSha256 } = snapshot;
  const what = `snapshot ${snapshot.hash.slice(0, 12)}`;
  const grouping = (snapshot.split?.grouping ?? null) as unknown as SplitGrouping | null;
  const { report } = await findLeaks(services, { manifestSha256, grouping });
  const frozen = report.snapshot;
  if (frozen === null) throw new Error("existingSnapshot: expected what the snapshot holds beside what leaks");
  for (const [subset, purpose] of [
    ["train", "to train on"],
    ["val", "to validate on"],
  ] as const) {
    if (frozen.images[subset] === 0) {
      const why = frozen.images[""] > 0 ? "; it was frozen without a split" : "";
      throw new InvalidInputError(
        `The ${what} has no images ${purpose}${why}. Choose another, or a split.`,
        "snapshotId",
      );
    }
  }
  if (!frozen.teaches) {
    throw new InvalidInputError(
      `No training image of the ${what} has an annotation. Choose another, or a split.`,
      "snapshotId",
    );
  }
  return { snapshotId, leakage: judgeLeakage(report, what, { allow }) };
}

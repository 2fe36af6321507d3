import type { Split } from "@maskyard/store/prisma";
import type { RequestServices } from "../../services.ts";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import { DEFAULT_GROUPING } from "../split/splitGrouping.ts";
import { writeSplits } from "../split/writeSplits.ts";

interface WantedSplit {
  readonly datasetId: string;
  readonly splitId: string | null | undefined;
  readonly seed: number;
}

/** The split named, else the dataset's newest, else a stratified one of 80 and 20 percent made now, locked by group. */
export async function splitForRun(
  services: RequestServices,
  { datasetId, splitId, seed }: WantedSplit,
): Promise<Split> {
  if (splitId != null) {
    const split = await services.prisma.split.findFirst({ where: { id: splitId, datasetId } });
    if (split === null) {
      throw new InvalidInputError("This split does not belong to the dataset.", "splitId");
    }
    return split;
  }
  const newest = (): Promise<Split | null> =>
    services.prisma.split.findFirst({ where: { datasetId }, orderBy: { id: "desc" } });
  const existing = await newest();
  if (existing !== null) {
    return existing;
  }
  try {
    const sizes = { train: 0.8, val: 0.2, test: 0 };
    const plan = { datasetId, strategy: "STRATIFIED", seed, grouping: DEFAULT_GROUPING, bySize: true, sizes } as const;
    const [split] = await writeSplits(services, plan, [`stratified 80/20, seed ${seed}`]);
    if (split === undefined) throw new Error("splitForRun: expected a split to be written");
    return split;
  } catch (error) {
    // Two launches at once: the other one's split serves both.
    const made = error instanceof ConflictError ? await newest() : null;
    if (made === null) {
      throw error;
    }
    return made;
  }
}

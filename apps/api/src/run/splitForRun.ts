import type { Split } from "@maskyard/store/prisma";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import type { Services } from "../services.ts";
import { writeSplit } from "../split/createSplit.ts";

interface WantedSplit {
  readonly datasetId: string;
  readonly splitId: string | null | undefined;
  readonly seed: number;
}

/** The split named, else the dataset's newest, else a stratified one of 80 and 20 percent made now. */
export async function splitForRun(services: Services, { datasetId, splitId, seed }: WantedSplit): Promise<Split> {
  if (splitId != null) {
    const split = await services.prisma.split.findFirst({ where: { id: splitId, datasetId } });
    if (split === null) {
      throw new InvalidInputError("This split is not one of the dataset's.", "splitId");
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
    return await writeSplit(services, {
      datasetId,
      name: `stratified 80/20, seed ${seed}`,
      strategy: "STRATIFIED",
      seed,
      trainRatio: 0.8,
      valRatio: 0.2,
    });
  } catch (error) {
    // Two launches at once: the other one's split serves both.
    const made = error instanceof ConflictError ? await newest() : null;
    if (made === null) {
      throw error;
    }
    return made;
  }
}

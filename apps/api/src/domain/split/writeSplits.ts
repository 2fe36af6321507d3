import type { SplitAssignment } from "@maskyard/annotations";
import { inTransaction, type SubsetName } from "@maskyard/store";
import type { Split } from "@maskyard/store/prisma";
import type { Pool } from "pg";
import type { RequestServices } from "../../services.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";
import { defineTask } from "../work/defineTask.ts";
import { assignImages, type SplitPlan } from "./assignImages.ts";
import { insertSplit, type NewSplit } from "./insertSplit.ts";

const SUBSETS: readonly SubsetName[] = ["train", "val", "test"];

const DIVIDE = defineTask<typeof import("./splitsTask.ts").default>({
  from: import.meta.url,
  module: "splitsTask",
  lane: "reading",
  doing: "Dividing the images",
  advice: "Have whoever runs the server give it more (MASKYARD_WORKER_SECONDS, MASKYARD_WORKER_MEMORY_MIB).",
});

/** Makes the plan's assignments and writes them under the names, all or none. Throws {@link ConflictError} for a name that is taken. */
export async function writeSplits(
  services: RequestServices,
  plan: SplitPlan,
  names: readonly string[],
): Promise<Split[]> {
  const { datasetId } = plan;
  const existing = await services.prisma.split.findFirst({ where: { datasetId, name: { in: [...names] } } });
  if (existing !== null) throw taken(existing.name);
  const ids = await services.work.run(DIVIDE, { plan, names }, { signal: services.signal });
  const splits = await services.prisma.split.findMany({ where: { id: { in: ids } } });
  return ids.flatMap((id) => splits.find((split) => split.id === id) ?? []);
}

/** What {@link writeSplits} has a worker do; returns the splits' ids. */
export async function assignAndWrite(pool: Pool, plan: SplitPlan, names: readonly string[]): Promise<string[]> {
  const { datasetId } = plan;
  const assignments = await assignImages(pool, plan);
  try {
    return await inTransaction(pool, async (client) => {
      const ids: string[] = [];
      for (const [i, assignment] of assignments.entries()) {
        const split = { datasetId, name: names[i] ?? "", strategy: plan.strategy, ...settingsOf(plan, assignment, i) };
        const images = SUBSETS.flatMap((subset) => assignment[subset].map((imageId) => ({ imageId, subset })));
        ids.push(await insertSplit(client, split, images));
      }
      return ids;
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw taken(names[0] ?? "");
    throw error;
  }
}

function taken(name: string): ConflictError {
  return new ConflictError(`The dataset already has a split "${name}". Choose another name.`);
}

function settingsOf(
  plan: SplitPlan,
  assignment: SplitAssignment,
  index: number,
): Omit<NewSplit, "datasetId" | "name" | "strategy"> {
  const total = SUBSETS.reduce((sum, subset) => sum + assignment[subset].length, 0);
  const shares = { trainRatio: assignment.train.length / total, valRatio: assignment.val.length / total };
  if (plan.strategy === "FROM_FILES") return { seed: 0, ...shares, grouping: null, fold: null, folds: null };
  const { sizes, seed, grouping } = plan;
  const folds = "folds" in sizes ? sizes.folds : null;
  const wanted = "train" in sizes ? { trainRatio: sizes.train, valRatio: sizes.val } : shares;
  return { seed, ...wanted, grouping, fold: folds === null ? null : index + 1, folds };
}

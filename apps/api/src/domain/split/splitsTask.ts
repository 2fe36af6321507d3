import type { WorkContext } from "../work/Work.ts";
import type { SplitPlan } from "./assignImages.ts";
import { assignAndWrite } from "./writeSplits.ts";

interface SplitsInput {
  readonly plan: SplitPlan;
  readonly names: readonly string[];
}

/** Divides a dataset's images and writes the splits; gives their ids. */
export default async function makeSplits({ plan, names }: SplitsInput, context: WorkContext): Promise<string[]> {
  return assignAndWrite((await context.store()).pool, plan, names);
}

import type { SplitSizes } from "@maskyard/annotations";
import type { Split } from "@maskyard/store/prisma";
import { z } from "zod";
import type { RequestServices, Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { withoutControls } from "../errors/withoutControls.ts";
import type { SplitPlan } from "./assignImages.ts";
import { DEFAULT_GROUPING, groupingSchema } from "./splitGrouping.ts";
import { writeSplits } from "./writeSplits.ts";

const FOLDS_MAX = 100;

const ratio = z.number().min(0, "A share is at least 0.").max(1, "A share is at most 1.");
const count = z.number().int().min(0, "A count is at least 0.");
const common = {
  datasetId: z.string(),
  name: withoutControls(z.string().trim().min(1, "Give the split a name.").max(200)),
  seed: z
    .number()
    .int()
    .min(-(2 ** 31))
    .max(2 ** 31 - 1)
    .nullish(),
  grouping: groupingSchema.nullish(),
  bySize: z.boolean().nullish(),
};
const splitSchema = z.object({
  ...common,
  strategy: z.enum(["RANDOM", "STRATIFIED", "FROM_FILES"]),
  train: ratio.nullish(),
  val: ratio.nullish(),
  trainCount: count.nullish(),
  valCount: count.nullish(),
  testCount: count.nullish(),
});
const foldsSchema = z.object({
  ...common,
  stratified: z.boolean().nullish(),
  folds: z.number().int(),
});

/** Splits the images a dataset has now, by shares (what train and val leave is test) or by counts. */
export async function createSplit(services: RequestServices, actor: Actor, input: unknown): Promise<Split> {
  const { datasetId, name, strategy, ...values } = parseInput(splitSchema, input);
  await requireEditor(services, actor, datasetId);
  const plan: SplitPlan =
    strategy === "FROM_FILES"
      ? { datasetId, strategy }
      : { datasetId, strategy, ...commonPlan(values), sizes: sizesOf(values) };
  const [split] = await writeSplits(services, plan, [name]);
  if (split === undefined) throw new Error("createSplit: expected a split to be written");
  return split;
}

/** One split for each fold, named `name 1/k` and on. */
export async function createFolds(services: RequestServices, actor: Actor, input: unknown): Promise<Split[]> {
  const { datasetId, name, stratified, folds, ...values } = parseInput(foldsSchema, input);
  await requireEditor(services, actor, datasetId);
  if (folds < 2 || folds > FOLDS_MAX) {
    throw new InvalidInputError(`Cross-validation takes 2 to ${FOLDS_MAX} folds, not ${folds}.`, "folds");
  }
  const names = Array.from({ length: folds }, (_, i) => `${name} ${i + 1}/${folds}`);
  const strategy = stratified === false ? "RANDOM" : "STRATIFIED";
  return writeSplits(services, { datasetId, strategy, ...commonPlan(values), sizes: { folds } }, names);
}

async function requireEditor(services: Services, actor: Actor, datasetId: string): Promise<void> {
  const dataset = await services.prisma.dataset.findUnique({ where: { id: datasetId } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "EDITOR", "dataset");
}

type Common = Pick<z.output<typeof splitSchema>, "seed" | "grouping" | "bySize">;

function commonPlan({ seed, grouping, bySize }: Common) {
  return { seed: seed ?? 1, grouping: grouping ?? DEFAULT_GROUPING, bySize: bySize ?? true };
}

function sizesOf(
  values: Pick<z.output<typeof splitSchema>, "train" | "val" | "trainCount" | "valCount" | "testCount">,
): SplitSizes {
  const { trainCount, valCount, testCount } = values;
  if (trainCount != null || valCount != null || testCount != null) {
    return { trainCount: trainCount ?? 0, valCount: valCount ?? 0, testCount: testCount ?? 0 };
  }
  const [train, val] = [values.train ?? 0.8, values.val ?? 0.2];
  if (train + val > 1 + 1e-9) {
    throw new InvalidInputError(`The shares train ${train} and val ${val} add up to more than 1.`, "train");
  }
  return { train, val, test: Math.max(0, 1 - train - val) };
}

import { insertSplitAssignments, inTransaction, newId, type SubsetName } from "@maskyard/store";
import type { Split } from "@maskyard/store/prisma";
import { z } from "zod";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import type { Services } from "../services.ts";
import { assignImages, type SplitPlan } from "./assignImages.ts";

const ratio = z.number().min(0, "A share is at least 0.").max(1, "A share is at most 1.");
const inputSchema = z.object({
  datasetId: z.string(),
  name: z.string().trim().min(1, "Give the split a name.").max(200),
  strategy: z.enum(["RANDOM", "STRATIFIED", "FROM_FILES"]),
  seed: z
    .number()
    .int()
    .min(-(2 ** 31))
    .max(2 ** 31 - 1)
    .nullish(),
  train: ratio.nullish(),
  val: ratio.nullish(),
});

/** Splits the images a dataset has now; what train and val leave is test. */
export async function createSplit(services: Services, actor: Actor, input: unknown): Promise<Split> {
  const { datasetId, name, strategy, ...values } = parseInput(inputSchema, input);
  const dataset = await services.prisma.dataset.findUnique({ where: { id: datasetId } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "EDITOR", "dataset");
  const [train, val] = [values.train ?? 0.8, values.val ?? 0.2];
  if (train + val > 1 + 1e-9) {
    throw new InvalidInputError(`The shares train ${train} and val ${val} are more than the whole.`, "train");
  }
  return writeSplit(services, { datasetId, name, strategy, seed: values.seed ?? 1, trainRatio: train, valRatio: val });
}

/** Makes the assignment and writes it with its split, whole or not at all. */
export async function writeSplit(services: Services, plan: SplitPlan & { readonly name: string }): Promise<Split> {
  const existing = await services.prisma.split.findUnique({
    where: { datasetId_name: { datasetId: plan.datasetId, name: plan.name } },
  });
  if (existing !== null) {
    throw new ConflictError(`The dataset already has a split "${plan.name}"; choose another name.`);
  }
  const assignment = await assignImages(services.pool, plan);
  const splitId = newId();
  await inTransaction(services.pool, async (client) => {
    await client.query(
      `INSERT INTO split (id, dataset_id, name, strategy, seed, train_ratio, val_ratio)
       VALUES ($1, $2, $3, $4::split_strategy, $5, $6, $7)`,
      [splitId, plan.datasetId, plan.name, plan.strategy, plan.seed, plan.trainRatio, plan.valRatio],
    );
    await insertSplitAssignments(
      client,
      (["train", "val", "test"] satisfies SubsetName[]).flatMap((subset) =>
        assignment[subset].map((imageId) => ({ splitId, imageId, subset })),
      ),
    );
  });
  return services.prisma.split.findUniqueOrThrow({ where: { id: splitId } });
}

import {
  ConfigurationError,
  createSnapshot,
  inTransaction,
  newId,
  notify,
  resolveConfiguration,
} from "@maskyard/store";
import { z } from "zod";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import type { Services } from "../services.ts";
import { checkTrainable } from "./checkTrainable.ts";
import { splitForRun } from "./splitForRun.ts";

const inputSchema = z.object({
  datasetId: z.string(),
  splitId: z.string().nullish(),
  name: z.string().trim().max(200, "A name has at most 200 characters.").nullish(),
  recipe: z.enum(["MININET", "TRANSFER"]),
  preset: z.string().nullish(),
  configuration: z
    .record(z.string(), z.unknown(), 'The configuration is an object of settings, for example {"epochs": 5}.')
    .nullish(),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .nullish(),
});

const NUMBER_SQL =
  "UPDATE project SET next_run_number = next_run_number + 1 WHERE id = $1 RETURNING next_run_number - 1 AS number";

const INSERT_SQL = `
INSERT INTO run (id, project_id, dataset_id, snapshot_id, number, name, recipe, preset, configuration, seed, created_by_id)
VALUES ($1, $2, $3, $4, $5, $6, $7::recipe, $8, $9::jsonb, $10, $11)`;

/**
 * Puts a run into the queue: configuration resolved, split found or made, the dataset looked at and frozen to a snapshot.
 * Returns the run's id. Throws {@link InvalidInputError} for what a person can put right.
 */
export async function launchRun(services: Services, actor: Actor, input: unknown): Promise<string> {
  const values = parseInput(inputSchema, input);
  const dataset = await services.prisma.dataset.findUnique({ where: { id: values.datasetId } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "EDITOR", "dataset");
  if (dataset === null) {
    throw new Error("launchRun: expected requireRole to refuse a dataset that is not there");
  }
  const overrides = { ...values.configuration, ...(values.seed == null ? {} : { seed: values.seed }) };
  const { preset, configuration } = resolve(values.recipe, values.preset, overrides);
  const split = await splitForRun(services, {
    datasetId: dataset.id,
    splitId: values.splitId,
    seed: configuration.seed,
  });
  await checkTrainable(services.pool, { datasetId: dataset.id, splitId: split.id, splitName: split.name });
  const snapshot = await createSnapshot(services, services.blobs, { datasetId: dataset.id, splitId: split.id });

  const runId = newId();
  await inTransaction(services.pool, async (client) => {
    const { rows } = await client.query<{ number: number }>(NUMBER_SQL, [dataset.projectId]);
    const number = rows[0]?.number;
    if (number === undefined) {
      throw new InvalidInputError("The project was deleted meanwhile.", "datasetId");
    }
    await client.query(INSERT_SQL, [
      runId,
      dataset.projectId,
      dataset.id,
      snapshot.snapshotId,
      number,
      values.name || `${dataset.name} ${preset} ${number}`,
      values.recipe,
      preset,
      JSON.stringify(configuration),
      configuration.seed,
      actor.userId,
    ]);
    await notify(client, "run_queued", { runId });
  });
  return runId;
}

function resolve(
  recipe: "MININET" | "TRANSFER",
  preset: string | null | undefined,
  overrides: Record<string, unknown>,
) {
  try {
    return resolveConfiguration(recipe, preset, overrides);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      const field = error.field === "recipe" || error.field === "preset" ? error.field : `configuration.${error.field}`;
      throw new InvalidInputError(error.message, field);
    }
    throw error;
  }
}

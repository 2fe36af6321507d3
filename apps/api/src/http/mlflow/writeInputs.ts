import { inTransaction } from "@maskyard/store";
import { z } from "zod";
import { ConflictError } from "../../domain/errors/expectedErrors.ts";
import type { Services } from "../../services.ts";
import { pairsSchema } from "./endpoint.ts";

/** A schema or profile of a dataset is a text of MLflow's client, of at most 1 MiB there too. */
const DESCRIPTION_LENGTH_MAX = 2 ** 20;
const description = z.string().max(DESCRIPTION_LENGTH_MAX);

/** As MLflow's clients say what a run read; it is given back to them as it came. */
export const inputsSchema = z.object({
  models: z
    .array(z.object({ model_id: z.string() }))
    .max(100)
    .default([]),
  datasets: z
    .array(
      z.object({
        tags: pairsSchema.default([]),
        dataset: z.object({
          name: z.string().min(1).max(500),
          digest: z.string().min(1).max(36),
          source_type: z.string().max(500).default(""),
          source: description.default(""),
          schema: description.optional(),
          profile: description.optional(),
        }),
      }),
    )
    .max(100)
    .default([]),
});

type DatasetInput = z.infer<typeof inputsSchema>["datasets"][number];

/** As the run's row keeps them. */
export interface RunInputs {
  /** Ids of logged models, as MLflow writes them. */
  readonly models?: readonly string[];
  readonly datasets?: readonly DatasetInput[];
}

/** Adds what a run read: each model and each dataset (by name and digest) once. */
export async function writeInputs(
  services: Pick<Services, "pool">,
  runId: string,
  added: Required<RunInputs>,
): Promise<void> {
  await inTransaction(services.pool, async (client) => {
    const { rows } = await client.query<{ inputs: RunInputs }>("SELECT inputs FROM run WHERE id = $1 FOR UPDATE", [
      runId,
    ]);
    const stored = rows[0]?.inputs;
    if (stored === undefined) throw new ConflictError("The run was deleted meanwhile.");
    const models = [...new Set([...(stored.models ?? []), ...added.models])];
    const datasets = new Map([...(stored.datasets ?? []), ...added.datasets].map((one) => [keyOf(one), one]));
    const inputs: RunInputs = { models, datasets: [...datasets.values()] };
    await client.query("UPDATE run SET inputs = $2::jsonb WHERE id = $1", [runId, JSON.stringify(inputs)]);
  });
}

function keyOf({ dataset }: DatasetInput): string {
  return JSON.stringify([dataset.name, dataset.digest]);
}

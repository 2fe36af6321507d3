import { z } from "zod";
import { pairsSchema } from "./endpoint.ts";

/** A schema or profile of a dataset is a text of MLflow's client, of at most 1 MiB there too. */
const DESCRIPTION_LENGTH_MAX = 2 ** 20;
const description = z.string().max(DESCRIPTION_LENGTH_MAX);

/** As MLflow's clients say what a run read. */
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

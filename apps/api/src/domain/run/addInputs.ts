import { inTransaction } from "@maskyard/store";
import type { Services } from "../../services.ts";
import { ConflictError } from "../errors/expectedErrors.ts";

/** A dataset as MLflow's clients describe it; it is given back to them as it came. */
export interface DatasetInput {
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly dataset: {
    readonly name: string;
    readonly digest: string;
    readonly source_type: string;
    readonly source: string;
    readonly schema?: string | undefined;
    readonly profile?: string | undefined;
  };
}

/** What a run read, as its row keeps it. */
export interface RunInputs {
  /** Ids of logged models, as MLflow writes them. */
  readonly models?: readonly string[];
  readonly datasets?: readonly DatasetInput[];
}

/** Adds what a run read: each model and each dataset (by name and digest) once. */
export async function addInputs(
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

import { inTransaction } from "@maskyard/store";
import type { Services } from "../../services.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";

const SQL = `
UPDATE logged_model SET step = given.step, updated_at = clock_timestamp()
FROM unnest($2::uuid[], $3::int[]) AS given(id, step)
WHERE logged_model.id = given.id AND logged_model.run_id = $1`;

/** Says at which steps a run logged its models, of all of them or of none. Of a model named twice the last step counts. */
export async function markOutputs(
  { pool }: Pick<Services, "pool">,
  runId: string,
  outputs: readonly { readonly modelId: string; readonly step: number }[],
): Promise<void> {
  const steps = new Map(outputs.map(({ modelId, step }) => [modelId, step]));
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(SQL, [runId, [...steps.keys()], [...steps.values()]]);
    if (rowCount !== steps.size) {
      throw new InvalidInputError(
        "A model is an output of the run that logged it; one of these is not this run's.",
        "models",
      );
    }
  });
}

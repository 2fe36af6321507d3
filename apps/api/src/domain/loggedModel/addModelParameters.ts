import type { Services } from "../../services.ts";

const SQL =
  "UPDATE logged_model SET parameters = parameters || $2::jsonb, updated_at = clock_timestamp() WHERE id = $1";

/** Adds parameters of a model; of a name that is there already the new value counts. */
export async function addModelParameters(
  { pool }: Pick<Services, "pool">,
  modelId: string,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  await pool.query(SQL, [modelId, JSON.stringify(parameters)]);
}

import type { Services } from "../services.ts";

const SQL = {
  attributes: `UPDATE logged_model SET attributes = attributes || $2::jsonb, updated_at = clock_timestamp() WHERE id = $1`,
  parameters: `UPDATE logged_model SET parameters = parameters || $2::jsonb, updated_at = clock_timestamp() WHERE id = $1`,
};

/** Adds tags or parameters to a logged model; of a name that is there already the new value counts. */
export async function writeModelPairs(
  services: Pick<Services, "pool">,
  id: string,
  what: keyof typeof SQL,
  pairs: Readonly<Record<string, string>>,
): Promise<void> {
  await services.pool.query(SQL[what], [id, JSON.stringify(pairs)]);
}

import type { PoolClient } from "pg";
import { ConflictError } from "../errors/expectedErrors.ts";

const LOCK_SQL = `
SELECT 1 FROM registered_model WHERE id = (SELECT model_id FROM model_version WHERE id = $1) FOR UPDATE`;

/** Throws {@link ConflictError} when an alias points at the version; from here to the commit none is moved there. */
export async function requireUnaliased(client: PoolClient, versionId: string, becoming: string): Promise<void> {
  await client.query(LOCK_SQL, [versionId]);
  const { rows } = await client.query<{ name: string }>(
    "SELECT name FROM model_alias WHERE version_id = $1 ORDER BY name",
    [versionId],
  );
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => `"${name}"`).join(", ");
  throw new ConflictError(
    `${names} ${rows.length === 1 ? "points" : "point"} to this version, so it was not ${becoming}. Move the alias first.`,
  );
}

import type { ClientBase } from "pg";

/** What is said of runs, whoever trained them; what is absent stays. */
export interface Remarks {
  readonly name?: string | null | undefined;
  readonly notes?: string | null | undefined;
  readonly addTags?: readonly string[] | null | undefined;
  readonly removeTags?: readonly string[] | null | undefined;
  /** A run that is archived already keeps the time it was archived at. */
  readonly archived?: boolean | null | undefined;
  /** Null takes the runs out of their group. */
  readonly group?: string | null | undefined;
  /** Key-value tags that are set beside those there are. */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

const SQL = `
UPDATE run SET
  name = coalesce($2, name),
  notes = coalesce($3, notes),
  tags = ARRAY(
    SELECT DISTINCT tag FROM unnest(tags || $4::text[]) AS tag WHERE tag <> ALL($5::text[]) ORDER BY tag),
  archived_at = CASE WHEN $6 THEN coalesce(archived_at, clock_timestamp()) WHEN NOT $6 THEN NULL ELSE archived_at END,
  run_group = CASE WHEN $7 THEN $8 ELSE run_group END,
  attributes = attributes || $9::jsonb
WHERE id = ANY($1::uuid[])`;

/** Writes remarks on runs within the caller's transaction, which tells of them. */
export async function writeRemarks(client: ClientBase, runIds: readonly string[], remarks: Remarks): Promise<void> {
  await client.query(SQL, [
    runIds,
    remarks.name ?? null,
    remarks.notes ?? null,
    remarks.addTags ?? [],
    remarks.removeTags ?? [],
    remarks.archived ?? null,
    remarks.group !== undefined,
    remarks.group ?? null,
    JSON.stringify(remarks.attributes ?? {}),
  ]);
}

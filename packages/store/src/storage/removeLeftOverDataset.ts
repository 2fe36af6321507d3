import type { PoolClient } from "pg";

const LEFT_OVER_SQL = `
SELECT dataset.id, dataset.project_id AS "projectId"
FROM import AS ended
JOIN dataset ON dataset.id = ended.dataset_id
WHERE ended.id = $1
  AND dataset.description = ''
  AND EXISTS (SELECT FROM import WHERE dataset_id = dataset.id AND makes_dataset)
  AND NOT EXISTS (SELECT FROM import WHERE dataset_id = dataset.id AND status IN ('RUNNING', 'SUCCEEDED'))
  AND NOT EXISTS (SELECT FROM image WHERE dataset_id = dataset.id)
  AND NOT EXISTS (SELECT FROM category WHERE dataset_id = dataset.id)
  AND NOT EXISTS (SELECT FROM split WHERE dataset_id = dataset.id)
  AND NOT EXISTS (SELECT FROM snapshot WHERE dataset_id = dataset.id)
  AND NOT EXISTS (SELECT FROM finding_fix WHERE dataset_id = dataset.id)
  AND NOT EXISTS (SELECT FROM run WHERE dataset_id = dataset.id)
  AND NOT EXISTS (SELECT FROM sweep WHERE dataset_id = dataset.id)`;

/**
 * Removes the dataset that was made for an import, when the import has ended and nothing came of it or of others into the same
 * dataset. Does nothing where anybody has used the dataset meanwhile. The imports stay, for the people of the project to read
 * why they failed. Call it in the transaction that ends the import.
 */
export async function removeLeftOverDataset(client: PoolClient, importId: string): Promise<void> {
  const leftOver = async () => {
    const { rows } = await client.query<{ id: string; projectId: string }>(LEFT_OVER_SQL, [importId]);
    return rows[0];
  };
  const found = await leftOver();
  if (found === undefined) return; // without waiting for those that work on the dataset
  await client.query("SELECT FROM dataset WHERE id = $1 FOR UPDATE", [found.id]);
  // Whoever was about to put something into it has done so, or finds it gone.
  if ((await leftOver()) === undefined) return;
  await client.query("UPDATE import SET dataset_id = NULL, project_id = $2 WHERE dataset_id = $1", [
    found.id,
    found.projectId,
  ]);
  await client.query("DELETE FROM dataset WHERE id = $1", [found.id]);
}

import { inTransaction } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import { findEditableCategory } from "./findEditableCategory.ts";

// The dataset's row is the lock on its categories, as for new ones.
const LOCK_SQL = "SELECT id FROM dataset WHERE id = $1 FOR UPDATE";

const MERGE_SQL = `
WITH changed AS (
  UPDATE annotation SET category_id = $2, revision = revision + 1, origin = 'PERSON', updated_at = clock_timestamp()
  WHERE category_id = $1 AND deleted_at IS NULL
  RETURNING *
)
INSERT INTO annotation_revision (annotation_id, revision, change, category_id, geometry, box_x, box_y, box_width, box_height,
  area_px, is_crowd, origin, author_id)
SELECT id, revision, 'CHANGED', category_id, geometry, box_x, box_y, box_width, box_height, area_px, is_crowd, origin, $3
FROM changed`;

const RETIRE_SQL = "UPDATE category SET retired_at = clock_timestamp(), updated_at = clock_timestamp() WHERE id = $1";

export interface MergedCategories {
  readonly intoId: string;
  /** Annotations that have another category now. */
  readonly annotationCount: number;
}

/**
 * Gives every annotation of one category another one of the same dataset, each as a revision, and retires the first; all
 * or nothing.
 */
export async function mergeCategories(
  services: Services,
  actor: Actor,
  { fromId, intoId }: { readonly fromId: string; readonly intoId: string },
): Promise<MergedCategories> {
  const from = await findEditableCategory(services, actor, fromId);
  const into = await findEditableCategory(services, actor, intoId);
  if (from.id === into.id) throw new InvalidInputError("A category cannot be merged into itself.", "intoId");
  if (from.datasetId !== into.datasetId) {
    throw new InvalidInputError("These are categories of two datasets.", "intoId");
  }
  return inTransaction(services.pool, async (client) => {
    await client.query(LOCK_SQL, [from.datasetId]);
    const { rowCount } = await client.query(MERGE_SQL, [from.id, into.id, actor.userId]);
    await client.query(RETIRE_SQL, [from.id]);
    return { intoId: into.id, annotationCount: rowCount ?? 0 };
  });
}

/** Takes a category that no annotation in force has out of its dataset. What is past keeps it. */
export async function deleteCategory(services: Services, actor: Actor, id: string): Promise<void> {
  const category = await findEditableCategory(services, actor, id);
  await inTransaction(services.pool, async (client) => {
    await client.query(LOCK_SQL, [category.datasetId]);
    const { rows } = await client.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM annotation WHERE category_id = $1 AND deleted_at IS NULL",
      [category.id],
    );
    const count = rows[0]?.count ?? 0;
    if (count > 0) {
      throw new ConflictError(
        `${count} ${count === 1 ? "annotation is" : "annotations are"} of "${category.name}": merge it into another category, or delete them first.`,
      );
    }
    await client.query(RETIRE_SQL, [category.id]);
  });
}

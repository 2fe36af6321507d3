import { inTransaction, revisionSql } from "@maskyard/store";
import type { Category } from "@maskyard/store/prisma";
import type { PoolClient } from "pg";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import { findEditableCategory } from "./findEditableCategory.ts";
import { listedAmong, lockCategories } from "./lockCategories.ts";

// In the order of their ids, as whoever edits several annotations locks them.
const LOCK_ANNOTATIONS_SQL = `
SELECT count(*) FROM (
  SELECT FROM annotation WHERE category_id = $1 AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE
) AS held`;

const MERGE_SQL = `
WITH changed AS (
  UPDATE annotation SET category_id = $2, revision = revision + 1, origin = 'PERSON', updated_at = clock_timestamp()
  WHERE category_id = $1 AND deleted_at IS NULL
  RETURNING *
)
${revisionSql({ from: "changed AS annotation", change: "'CHANGED'", author: "$3" })}`;

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
    throw new InvalidInputError("These categories belong to different datasets.", "intoId");
  }
  return inTransaction(services.pool, async (client) => {
    await holdToRemove(client, [from, into]);
    await client.query(LOCK_ANNOTATIONS_SQL, [from.id]);
    const { rowCount } = await client.query(MERGE_SQL, [from.id, into.id, actor.userId]);
    await client.query(RETIRE_SQL, [from.id]);
    return { intoId: into.id, annotationCount: rowCount ?? 0 };
  });
}

/** Takes a category that no annotation in force has out of its dataset. What is past keeps it. */
export async function deleteCategory(services: Services, actor: Actor, id: string): Promise<void> {
  const category = await findEditableCategory(services, actor, id);
  await inTransaction(services.pool, async (client) => {
    await holdToRemove(client, [category]);
    const { rows } = await client.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM annotation WHERE category_id = $1 AND deleted_at IS NULL",
      [category.id],
    );
    const count = rows[0]?.count ?? 0;
    if (count > 0) {
      throw new ConflictError(
        `${count} ${count === 1 ? "annotation has" : "annotations have"} the category "${category.name}". Merge it into another category, or delete the annotations first.`,
      );
    }
    await client.query(RETIRE_SQL, [category.id]);
  });
}

/** From here to the commit nobody gives an annotation one of these categories of a dataset, and all of them are still there. */
async function holdToRemove(client: PoolClient, categories: readonly [Category, ...Category[]]): Promise<void> {
  const [{ datasetId }] = categories;
  await lockCategories(client, datasetId, "remove");
  const ids = categories.map(({ id }) => id);
  const listed = await listedAmong(client, datasetId, ids);
  const gone = categories.find(({ id }) => !listed.has(id));
  if (gone !== undefined) throw new NotFoundError(`The category "${gone.name}" was merged or deleted meanwhile.`);
}

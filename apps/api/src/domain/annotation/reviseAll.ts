import { revisionSql } from "@maskyard/store";
import type { RevisionChange } from "@maskyard/store/prisma";
import type { PoolClient } from "pg";
import type { Actor } from "../access/actor.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import type { Shape } from "./parseGeometryInput.ts";

/** What an annotation becomes; what is absent stays. */
export interface Revision {
  readonly annotationId: string;
  readonly expectedRevision: number;
  readonly change: "CHANGED" | "DELETED";
  readonly categoryId?: string | undefined;
  readonly shape?: Shape | undefined;
  /** Instead of `shape`: one of the annotation's revisions, whose shape comes back. */
  readonly shapeOfRevision?: number | undefined;
}

/** An earlier revision that is to be the present one again. */
export interface Restoration {
  readonly annotationId: string;
  readonly expectedRevision: number;
  readonly revision: number;
}

/** One of several annotations is no longer at the revision that its change started from. */
export class ChangedMeanwhileError extends ConflictError {
  /** Which of the changes, from 0. */
  readonly index: number;

  constructor(index: number) {
    super("Somebody changed this annotation since you read it. Look at what it is now, then make your change again.");
    this.index = index;
  }
}

/** So many annotations are written by one statement. */
const ROWS_AT_ONCE = 5_000;

// In the order of their ids, so that two who change the same annotations wait for one another instead of failing. Of two edits that started from
// the same revision, the second finds no row here once the first has committed.
const LOCK_SQL = `
SELECT annotation.id, annotation.deleted_at IS NOT NULL AS "isDeleted"
FROM annotation JOIN unnest($1::uuid[], $2::int[]) AS edit (id, revision) ON annotation.id = edit.id
WHERE annotation.revision = edit.revision
ORDER BY annotation.id
FOR NO KEY UPDATE OF annotation`;

const UPDATE_SQL = `
UPDATE annotation SET revision = annotation.revision + 1, origin = 'PERSON', updated_at = clock_timestamp(),
  deleted_at = CASE WHEN edit.change = 'DELETED' THEN clock_timestamp() ELSE NULL END,
  category_id = coalesce(edit.category_id, annotation.category_id),
  geometry = coalesce(edit.geometry::jsonb, was.geometry, annotation.geometry),
  box_x = coalesce(edit.box_x, was.box_x, annotation.box_x), box_y = coalesce(edit.box_y, was.box_y, annotation.box_y),
  box_width = coalesce(edit.box_width, was.box_width, annotation.box_width),
  box_height = coalesce(edit.box_height, was.box_height, annotation.box_height),
  area_px = coalesce(edit.area_px, was.area_px, annotation.area_px)
FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::float8[], $6::float8[], $7::float8[], $8::float8[], $9::float8[], $10::int[])
  AS edit (id, change, category_id, geometry, box_x, box_y, box_width, box_height, area_px, shape_of)
LEFT JOIN annotation_revision AS was ON was.annotation_id = edit.id AND was.revision = edit.shape_of
WHERE annotation.id = edit.id`;

const RESTORE_SQL = `
UPDATE annotation SET revision = annotation.revision + 1, updated_at = clock_timestamp(), deleted_at = NULL,
  category_id = was.category_id, geometry = was.geometry, box_x = was.box_x, box_y = was.box_y, box_width = was.box_width,
  box_height = was.box_height, area_px = was.area_px, is_crowd = was.is_crowd, origin = was.origin
FROM unnest($1::uuid[], $2::int[]) AS wanted (id, revision)
JOIN annotation_revision AS was ON was.annotation_id = wanted.id AND was.revision = wanted.revision
WHERE annotation.id = wanted.id`;

const REVISION_SQL = revisionSql({
  from: "annotation JOIN unnest($1::uuid[], $2::text[]) AS edit (id, change) ON annotation.id = edit.id",
  change: "edit.change::revision_change",
  author: "$3",
});

/**
 * Changes annotations, each of them once, and writes their revisions, within the caller's transaction: three statements for all of them. Throws
 * {@link ChangedMeanwhileError} for the first that is no longer what its change started from.
 */
export async function reviseAll(client: PoolClient, actor: Actor, revisions: readonly Revision[]): Promise<void> {
  await inParts(revisions, async (part, start) => {
    const locked = await lockAtRevision(client, part);
    requireAll(part, start, ({ annotationId }) => locked.get(annotationId) === false);
    const boxes = part.map(({ shape }) => shape?.boxXywhPx);
    await client.query(UPDATE_SQL, [
      part.map(({ annotationId }) => annotationId),
      part.map(({ change }) => change),
      part.map(({ categoryId }) => categoryId ?? null),
      part.map(({ shape }) => (shape === undefined ? null : JSON.stringify(shape.geometry))),
      ...([0, 1, 2, 3] as const).map((side) => boxes.map((box) => box?.[side] ?? null)),
      part.map(({ shape }) => shape?.areaPx ?? null),
      part.map(({ shapeOfRevision }) => shapeOfRevision ?? null),
    ]);
    await writeRevisions(client, actor, part);
  });
}

/** Makes earlier revisions the present ones, also of deleted annotations, as {@link reviseAll} does. */
export async function restoreAll(
  client: PoolClient,
  actor: Actor,
  restorations: readonly Restoration[],
): Promise<void> {
  await inParts(restorations, async (part, start) => {
    const locked = await lockAtRevision(client, part);
    requireAll(part, start, ({ annotationId }) => locked.has(annotationId));
    await client.query(RESTORE_SQL, [
      part.map(({ annotationId }) => annotationId),
      part.map(({ revision }) => revision),
    ]);
    await writeRevisions(
      client,
      actor,
      part.map(({ annotationId }) => ({ annotationId, change: "RESTORED" })),
    );
  });
}

/** Locks those of the annotations that are still at the revision expected; by id, whether each is deleted. */
export async function lockAtRevision(
  client: PoolClient,
  expected: readonly { readonly annotationId: string; readonly expectedRevision: number }[],
): Promise<ReadonlyMap<string, boolean>> {
  const { rows } = await client.query<{ id: string; isDeleted: boolean }>(LOCK_SQL, [
    expected.map(({ annotationId }) => annotationId),
    expected.map(({ expectedRevision }) => expectedRevision),
  ]);
  return new Map(rows.map(({ id, isDeleted }) => [id, isDeleted]));
}

async function inParts<Change>(
  changes: readonly Change[],
  write: (part: readonly Change[], start: number) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < changes.length; start += ROWS_AT_ONCE) {
    await write(changes.slice(start, start + ROWS_AT_ONCE), start);
  }
}

function requireAll<Change>(part: readonly Change[], start: number, holds: (change: Change) => boolean): void {
  const index = part.findIndex((change) => !holds(change));
  if (index !== -1) throw new ChangedMeanwhileError(start + index);
}

async function writeRevisions(
  client: PoolClient,
  actor: Actor,
  changes: readonly { readonly annotationId: string; readonly change: RevisionChange }[],
): Promise<void> {
  await client.query(REVISION_SQL, [
    changes.map(({ annotationId }) => annotationId),
    changes.map(({ change }) => change),
    actor.userId,
  ]);
}

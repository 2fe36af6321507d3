/**
 * The statement that writes the present state of annotations as their revision: a revision's columns stand here and nowhere else. All three parts are
 * written into it as they are: never pass user input.
 */
export function revisionSql({
  from,
  change,
  author,
}: {
  /** Rows of `annotation`, by that name, and what else the other parts speak of. */
  readonly from: string;
  /** An expression for the revision_change. */
  readonly change: string;
  /** An expression for the id of who changes it, or null. */
  readonly author: string;
}): string {
  return `
INSERT INTO annotation_revision (annotation_id, revision, change, category_id, geometry, box_x, box_y, box_width, box_height, area_px,
  is_crowd, origin, author_id)
SELECT annotation.id, annotation.revision, ${change}, annotation.category_id, annotation.geometry,
  annotation.box_x, annotation.box_y, annotation.box_width, annotation.box_height, annotation.area_px,
  annotation.is_crowd, annotation.origin, ${author}
FROM ${from}`;
}

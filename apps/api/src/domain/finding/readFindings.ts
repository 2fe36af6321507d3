import {
  type BoxXywhPx,
  type ClassCount,
  type DatasetFinding,
  findClassProblems,
  findImageProblems,
  type Geometry,
  type QualityAnnotation,
  type QualityFinding,
} from "@maskyard/annotations";
import { LIVE_IMAGE_SQL } from "@maskyard/store";
import type { Pool } from "pg";
import { LISTED_CATEGORY_SQL } from "../category/listedCategory.ts";

export interface DatasetFindings {
  readonly datasetId: string;
  readonly images: readonly QualityFinding[];
  readonly whole: readonly DatasetFinding[];
}

const IMAGES_PER_BATCH = 200;

const IMAGES_SQL = `
SELECT id, width_px AS "widthPx", height_px AS "heightPx" FROM image
WHERE dataset_id = $1 AND ${LIVE_IMAGE_SQL} AND id > $2 ORDER BY id LIMIT $3`;

const ANNOTATIONS_SQL = `
SELECT id, image_id AS "imageId", category_id AS "categoryId", geometry, box_x AS x, box_y AS y, box_width AS width,
  box_height AS height, area_px AS "areaPx", is_crowd AS "isCrowd"
FROM annotation WHERE image_id = ANY($1::uuid[]) AND deleted_at IS NULL ORDER BY id`;

interface AnnotationRow extends Omit<QualityAnnotation, "boxXywhPx"> {
  imageId: string;
  geometry: Geometry;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Looks at every annotation of a dataset, some hundred images at a time, so that memory holds the findings only. */
export async function readFindings(
  pool: Pool,
  datasetId: string,
  onProgress: (lastImageId: string) => void,
): Promise<DatasetFindings> {
  const images: QualityFinding[] = [];
  const counts = { labelled: 0, byCategory: new Map<string, number>() };
  /** Images that hold one class only, with it. */
  const singleClass: { imageId: string; categoryId: string }[] = [];
  let afterId = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const batch = await pool.query<{ id: string; widthPx: number; heightPx: number }>(IMAGES_SQL, [
      datasetId,
      afterId,
      IMAGES_PER_BATCH,
    ]);
    const last = batch.rows.at(-1);
    if (last === undefined) break;
    afterId = last.id;
    const annotationsOf = await readAnnotations(
      pool,
      batch.rows.map(({ id }) => id),
    );
    for (const image of batch.rows) {
      const annotations = annotationsOf.get(image.id) ?? [];
      for (const finding of findImageProblems({ ...image, annotations })) images.push(finding);
      const categories = annotations.map(({ categoryId }) => categoryId);
      for (const id of categories) counts.byCategory.set(id, (counts.byCategory.get(id) ?? 0) + 1);
      if (annotations.length > 0) counts.labelled += 1;
      const [categoryId, ...others] = new Set(categories);
      if (categoryId !== undefined && others.length === 0) singleClass.push({ imageId: image.id, categoryId });
    }
    onProgress(afterId);
  }
  const categories = await pool.query<{ id: string; name: string }>(
    `SELECT id, name FROM category WHERE dataset_id = $1 AND ${LISTED_CATEGORY_SQL} ORDER BY position`,
    [datasetId],
  );
  const classes = categories.rows.map(({ id, name }): ClassCount => {
    return { categoryId: id, name, instances: counts.byCategory.get(id) ?? 0 };
  });
  const whole = findClassProblems(classes, singleClass.length, counts.labelled);
  const single = whole.find(({ kind }) => kind === "single-class");
  const nameOf = new Map(categories.rows.map(({ id, name }) => [id, name]));
  // Told image by image, so that each can be looked at.
  const singles = (single === undefined ? [] : singleClass).map(
    ({ imageId, categoryId }): QualityFinding => ({
      kind: "single-class",
      imageId,
      annotationIds: [],
      detail: `${nameOf.get(categoryId)} only; ${single?.detail}`,
    }),
  );
  return { datasetId, images: [...images, ...singles], whole: whole.filter((one) => one !== single) };
}

async function readAnnotations(pool: Pool, imageIds: readonly string[]): Promise<Map<string, QualityAnnotation[]>> {
  const { rows } = await pool.query<AnnotationRow>(ANNOTATIONS_SQL, [imageIds]);
  const byImage = new Map<string, QualityAnnotation[]>(imageIds.map((id) => [id, []]));
  for (const { imageId, x, y, width, height, ...rest } of rows) {
    const boxXywhPx: BoxXywhPx = [x, y, width, height];
    byImage.get(imageId)?.push({ ...rest, boxXywhPx });
  }
  return byImage;
}

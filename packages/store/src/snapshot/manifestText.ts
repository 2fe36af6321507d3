import type { BoxXywhPx, Geometry } from "@maskyard/annotations";
import type { ClientBase } from "pg";
import { LIVE_IMAGE_SQL } from "../image/liveImage.ts";
import { canonicalJson } from "./canonicalJson.ts";
import type { ManifestAnnotation, ManifestCategory, ManifestImage, SubsetName } from "./SnapshotManifest.ts";

export interface ManifestCounts {
  imageCount: number;
  annotationCount: number;
}

export interface ManifestOptions {
  readonly datasetId: string;
  readonly splitId: string | null;
  /** Images outside the split are left out, but for those that were made after this. */
  readonly andImagesAfter?: Date;
}

const IMAGES_PER_BATCH = 500;

// A retired category is there as long as an annotation in force has it.
const CATEGORIES_SQL = `
SELECT id, name, position FROM category
WHERE dataset_id = $1 AND (retired_at IS NULL
  OR EXISTS (SELECT 1 FROM annotation WHERE category_id = category.id AND deleted_at IS NULL))
ORDER BY position, id`;

const IMAGES_SQL = `
SELECT image.id, file_name AS "fileName", blob_sha256 AS "blobSha256", width_px AS "widthPx", height_px AS "heightPx",
  exif_orientation AS "exifOrientation", lower(assignment.subset::text) AS subset
FROM image
LEFT JOIN split_assignment assignment ON assignment.split_id = $2 AND assignment.image_id = image.id
WHERE dataset_id = $1 AND ${LIVE_IMAGE_SQL} AND image.id > $3
  AND ($2::uuid IS NULL OR assignment.subset IS NOT NULL OR image.created_at > $5)
ORDER BY image.id
LIMIT $4`;

const ANNOTATIONS_SQL = `
SELECT id, image_id AS "imageId", revision, category_id AS "categoryId", geometry,
  box_x AS x, box_y AS y, box_width AS width, box_height AS height, area_px AS "areaPx", is_crowd AS "isCrowd"
FROM annotation
WHERE image_id = ANY($1::uuid[]) AND deleted_at IS NULL
ORDER BY id`;

interface ImageRow extends Omit<ManifestImage, "annotations"> {
  subset: SubsetName | null;
}

interface AnnotationRow {
  id: string;
  imageId: string;
  revision: number;
  categoryId: string;
  geometry: Geometry;
  x: number;
  y: number;
  width: number;
  height: number;
  areaPx: number;
  isCrowd: boolean;
}

/**
 * The canonical JSON of a dataset's manifest, in pieces of a few hundred images, so that one of any size needs little memory.
 * Fills `counts` on the way. `client` must be in a transaction that sees one state throughout.
 */
export async function* manifestText(
  client: ClientBase,
  options: ManifestOptions,
  counts: ManifestCounts,
): AsyncGenerator<string> {
  const categories = await client.query<ManifestCategory>(CATEGORIES_SQL, [options.datasetId]);
  // Keys in sorted order: categories, datasetId, images, version.
  yield `{"categories":${canonicalJson(categories.rows)},"datasetId":${JSON.stringify(options.datasetId)},"images":[`;
  let afterId = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const images = await client.query<ImageRow>(IMAGES_SQL, [
      options.datasetId,
      options.splitId,
      afterId,
      IMAGES_PER_BATCH,
      options.andImagesAfter ?? null,
    ]);
    const last = images.rows.at(-1);
    if (!last) break;
    afterId = last.id;
    const annotationsByImage = await readAnnotations(
      client,
      images.rows.map((image) => image.id),
    );
    let piece = "";
    for (const image of images.rows) {
      const annotations = annotationsByImage.get(image.id) ?? [];
      if (counts.imageCount > 0) piece += ",";
      piece += canonicalJson({ ...image, annotations } satisfies ManifestImage);
      counts.imageCount++;
      counts.annotationCount += annotations.length;
    }
    yield piece;
  }
  yield `],"version":1}`;
}

async function readAnnotations(
  client: ClientBase,
  imageIds: readonly string[],
): Promise<Map<string, ManifestAnnotation[]>> {
  const { rows } = await client.query<AnnotationRow>(ANNOTATIONS_SQL, [imageIds]);
  const byImage = new Map<string, ManifestAnnotation[]>();
  for (const { imageId, x, y, width, height, ...rest } of rows) {
    const boxXywhPx: BoxXywhPx = [x, y, width, height];
    const annotations = byImage.get(imageId);
    if (annotations) annotations.push({ ...rest, boxXywhPx });
    else byImage.set(imageId, [{ ...rest, boxXywhPx }]);
  }
  return byImage;
}

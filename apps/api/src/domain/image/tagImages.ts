import { inTransaction, LIVE_IMAGE_SQL } from "@maskyard/store";
import type { PoolClient } from "pg";
import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { type ImageFilterValue, imageWhere } from "./imageWhere.ts";
import { tagNameSchema } from "./tagName.ts";

const TAGS_MAX = 50;
export const TAGGED_BY_ID_MAX = 10_000;

const tagList = z
  .array(tagNameSchema)
  .max(TAGS_MAX, `At most ${TAGS_MAX} tags at once.`)
  .nullish()
  .transform((tags) => tags ?? []);
const inputSchema = z.object({
  datasetId: z.string(),
  imageIds: z
    .array(z.string())
    .min(1, "Name at least one image.")
    .max(TAGGED_BY_ID_MAX, `At most ${TAGGED_BY_ID_MAX} images by id at once.`)
    .nullish(),
  add: tagList,
  remove: tagList,
});

export interface TaggedImages {
  readonly datasetId: string;
  /** Images that were meant. */
  readonly imageCount: number;
  /** Those whose tags are others now. */
  readonly changedCount: number;
}

// Locked in one order, so that two who tag the same images wait for one another instead of failing.
const LOCK_SQL = `
SELECT id FROM image WHERE dataset_id = $1 AND id = ANY($2::uuid[]) AND ${LIVE_IMAGE_SQL} ORDER BY id FOR UPDATE`;

const TAG_SQL = `
UPDATE image SET tags = wanted.tags
FROM (
  SELECT image.id, coalesce(array_agg(DISTINCT tag COLLATE "C" ORDER BY tag COLLATE "C") FILTER (WHERE tag <> ALL($3::text[])), '{}') AS tags
  FROM image LEFT JOIN LATERAL unnest(image.tags || $2::text[]) AS tag ON true
  WHERE image.id = ANY($1::uuid[]) GROUP BY image.id
) AS wanted
WHERE image.id = wanted.id AND image.tags IS DISTINCT FROM wanted.tags`;

/**
 * Adds tags to images and takes others away, of all images or of none: those named by id, or all of a dataset that a filter
 * lets through (all there are where it is empty).
 */
export async function tagImages(
  services: Services,
  actor: Actor,
  input: unknown,
  filter: ImageFilterValue | null,
): Promise<TaggedImages> {
  const { datasetId, imageIds, add, remove } = parseInput(inputSchema, input);
  const dataset = await services.prisma.dataset.findUnique({ where: { id: datasetId } });
  await new ProjectAccess(services.prisma, actor).requireRole(dataset?.projectId, "EDITOR", "dataset");
  if ((imageIds == null) === (filter === null)) {
    throw new InvalidInputError(
      "Select the images with `imageIds` or `filter`; the filter {} selects the whole dataset.",
      "imageIds",
    );
  }
  if (add.length + remove.length === 0) throw new InvalidInputError("Give tags to add or to remove.", "add");
  const both = add.find((tag) => remove.includes(tag));
  if (both !== undefined) throw new InvalidInputError(`"${both}" is listed both to add and to remove.`, "remove");
  const ids = imageIds ?? (await idsOf(services, datasetId, filter));
  return inTransaction(services.pool, async (client) => {
    const { rows } = await client.query<{ id: string }>(LOCK_SQL, [datasetId, ids]);
    if (imageIds != null && rows.length < new Set(imageIds).size) {
      throw new InvalidInputError(
        "Some of these images do not belong to the dataset or were deleted. Nothing was tagged.",
        "imageIds",
      );
    }
    const changedCount = await changeTags(
      client,
      rows.map(({ id }) => id),
      add,
      remove,
    );
    return { datasetId, imageCount: rows.length, changedCount };
  });
}

const ADD_SQL = `
UPDATE image SET tags = wanted.tags
FROM (
  SELECT image.id, array_agg(DISTINCT tag COLLATE "C" ORDER BY tag COLLATE "C") AS tags
  FROM (SELECT image_id, array_agg(tag) AS tags FROM unnest($1::uuid[], $2::text[]) AS pair (image_id, tag) GROUP BY image_id) AS added
  JOIN image ON image.id = added.image_id, LATERAL unnest(image.tags || added.tags) AS tag
  GROUP BY image.id
) AS wanted
WHERE image.id = wanted.id AND image.tags IS DISTINCT FROM wanted.tags`;

/** Adds tags of its own to each image, within the caller's transaction. */
export async function addTags(
  client: PoolClient,
  images: readonly { readonly imageId: string; readonly tags: readonly string[] }[],
): Promise<void> {
  const pairs = images.flatMap(({ imageId, tags }) => tags.map((tag) => ({ imageId, tag })));
  if (pairs.length === 0) return;
  await client.query(ADD_SQL, [pairs.map(({ imageId }) => imageId), pairs.map(({ tag }) => tag)]);
}

/** Within the caller's transaction. Returns how many images have other tags now; each keeps its tags sorted and once. */
export async function changeTags(
  client: PoolClient,
  imageIds: readonly string[],
  add: readonly string[],
  remove: readonly string[],
): Promise<number> {
  const { rowCount } = await client.query(TAG_SQL, [imageIds, add, remove]);
  return rowCount ?? 0;
}

async function idsOf(services: Services, datasetId: string, filter: ImageFilterValue | null): Promise<string[]> {
  const images = await services.prisma.image.findMany({ where: imageWhere(datasetId, filter), select: { id: true } });
  return images.map(({ id }) => id);
}

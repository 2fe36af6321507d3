import { LIVE_IMAGE_SQL } from "@maskyard/store";
import { signedInActor } from "../../domain/access/signedInActor.ts";
import { type TaggedImages, tagImages } from "../../domain/image/tagImages.ts";
import { builder } from "../builder/builder.ts";
import { ImageFilter } from "./imageFilter.ts";
import { Image } from "./imageType.ts";

const TagImagesInput = builder.inputType("TagImagesInput", {
  description: "The images by `imageIds` or by `filter`; {} is all of the dataset.",
  fields: (t) => ({
    datasetId: t.globalID({ required: true, for: "Dataset" }),
    imageIds: t.globalIDList({ for: Image, description: "At most 10,000." }),
    filter: t.field({ type: ImageFilter }),
    add: t.stringList({ description: "Tags the images get, of 1 to 100 characters." }),
    remove: t.stringList({ description: "Tags the images lose." }),
  }),
});

const TaggedImagesType = builder.objectRef<TaggedImages>("TaggedImages").implement({
  fields: (t) => ({
    imageCount: t.exposeInt("imageCount", { description: "Images that were meant." }),
    changedCount: t.exposeInt("changedCount", { description: "Those whose tags are others now." }),
    dataset: t.prismaField({
      type: "Dataset",
      resolve: (query, { datasetId }, _args, context) =>
        context.prisma.dataset.findUniqueOrThrow({ ...query, where: { id: datasetId } }),
    }),
  }),
});

builder.mutationField("tagImages", (t) =>
  t.field({
    type: TaggedImagesType,
    description: "Adds tags to many images and takes others away, of all of them or of none.",
    errors: {},
    args: { input: t.arg({ type: TagImagesInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { filter, ...rest } = input;
      const ids = { datasetId: input.datasetId.id, imageIds: input.imageIds?.map(({ id }) => id) };
      return tagImages(context, signedInActor(context), { ...rest, ...ids }, filter ?? null);
    },
  }),
);

interface TagCount {
  readonly name: string;
  readonly imageCount: number;
}

const TagCountType = builder.objectRef<TagCount>("TagCount").implement({
  fields: (t) => ({ name: t.exposeString("name"), imageCount: t.exposeInt("imageCount") }),
});

const TAGS_SQL = `
SELECT tag AS name, count(*)::int AS "imageCount" FROM image, unnest(tags) AS tag
WHERE dataset_id = $1 AND ${LIVE_IMAGE_SQL} GROUP BY tag ORDER BY tag COLLATE "C"`;

builder.prismaObjectField("Dataset", "tags", (t) =>
  t.field({
    type: [TagCountType],
    description: "The tags its images have, by name.",
    select: { id: true },
    resolve: async (dataset, _args, context) => (await context.pool.query<TagCount>(TAGS_SQL, [dataset.id])).rows,
  }),
);

import { signedInActor } from "../../domain/access/signedInActor.ts";
import {
  countToDelete,
  type DeletedImages,
  deleteImages,
  type ImagesWithAnnotations,
} from "../../domain/image/deleteImages.ts";
import { DELETIONS_MAX, type ImageDeletion, imageDeletions } from "../../domain/image/imageDeletions.ts";
import { type RestoredImages, restoreDeletedImages } from "../../domain/image/restoreDeletedImages.ts";
import { builder } from "../builder/builder.ts";
import { Image } from "./imageType.ts";

const IMAGES_SHOWN_MAX = 100;

const ImagesToDelete = builder.objectRef<ImagesWithAnnotations>("ImagesToDelete").implement({
  fields: (t) => ({
    imageCount: t.exposeInt("imageCount", { description: "Without those that are deleted already." }),
    annotationCount: t.exposeInt("annotationCount"),
  }),
});

const ImageDeletionType = builder.objectRef<ImageDeletion>("ImageDeletion").implement({
  description: "Images that were deleted together and have not been restored since.",
  fields: (t) => ({
    deletedAt: t.expose("deletedAt", {
      type: "DateTime",
      description: "Names the deletion: restoreDeletedImages takes it.",
    }),
    imageCount: t.exposeInt("imageCount"),
    annotationCount: t.exposeInt("annotationCount", { description: "Those that come back with the images." }),
    deletedBy: t.prismaField({
      type: "User",
      nullable: true,
      resolve: (query, { deletedById }, _args, context) =>
        deletedById === null ? null : context.prisma.user.findUnique({ ...query, where: { id: deletedById } }),
    }),
    images: t.prismaField({
      type: ["Image"],
      description: `At most ${IMAGES_SHOWN_MAX} of them, by file name.`,
      args: { first: t.arg.int({ defaultValue: 12 }), offset: t.arg.int({ defaultValue: 0 }) },
      complexity: ({ first }) => ({ field: 1, multiplier: Math.max(1, (first ?? 12) / 5) }),
      resolve: (query, { datasetId, deletedAt }, { first, offset }, context) =>
        context.prisma.image.findMany({
          ...query,
          where: { datasetId, deletedAt },
          orderBy: [{ fileName: "asc" }, { id: "asc" }],
          skip: Math.max(0, offset ?? 0),
          take: Math.max(0, Math.min(first ?? 12, IMAGES_SHOWN_MAX)),
        }),
    }),
  }),
});

builder.prismaObjectFields("Dataset", (t) => ({
  imagesToDelete: t.field({
    type: ImagesToDelete,
    description: "What deleting these images would take away now.",
    complexity: 20,
    args: { imageIds: t.arg.globalIDList({ for: Image, required: true, description: "At most 10,000." }) },
    select: { id: true },
    resolve: ({ id }, { imageIds }, context) =>
      countToDelete(
        context.pool,
        id,
        imageIds.map((imageId) => imageId.id),
      ),
  }),
  imageDeletions: t.field({
    type: [ImageDeletionType],
    description: `What was deleted, the newest first, at most ${DELETIONS_MAX} at once; \`before\` goes on after the last one's deletedAt.`,
    complexity: ({ first }) => ({ field: 10, multiplier: Math.max(1, (first ?? 20) / 5) }),
    args: { first: t.arg.int({ defaultValue: 20 }), before: t.arg({ type: "DateTime" }) },
    select: { id: true },
    resolve: ({ id }, { first, before }, context) =>
      imageDeletions(context.pool, id, { first: first ?? 20, before: before ?? null }),
  }),
}));

const DeleteImagesInput = builder.inputType("DeleteImagesInput", {
  fields: (t) => ({
    datasetId: t.globalID({ required: true, for: "Dataset" }),
    imageIds: t.globalIDList({ required: true, for: Image, description: "At most 10,000." }),
  }),
});

const RestoreDeletedImagesInput = builder.inputType("RestoreDeletedImagesInput", {
  description: "The images by `imageIds`, or all of one deletion by `deletedAt`.",
  fields: (t) => ({
    datasetId: t.globalID({ required: true, for: "Dataset" }),
    imageIds: t.globalIDList({ for: Image, description: "At most 10,000." }),
    deletedAt: t.field({ type: "DateTime" }),
  }),
});

const DeletedImagesType = builder.objectRef<DeletedImages>("DeletedImages").implement({
  fields: (t) => ({
    deletedAt: t.expose("deletedAt", { type: "DateTime", description: "restoreDeletedImages takes it to undo this." }),
    imageCount: t.exposeInt("imageCount"),
    annotationCount: t.exposeInt("annotationCount"),
    dataset: t.prismaField({
      type: "Dataset",
      resolve: (query, { datasetId }, _args, context) =>
        context.prisma.dataset.findUniqueOrThrow({ ...query, where: { id: datasetId } }),
    }),
  }),
});

const RestoredImagesType = builder.objectRef<RestoredImages>("RestoredImages").implement({
  fields: (t) => ({
    imageCount: t.exposeInt("imageCount"),
    annotationCount: t.exposeInt("annotationCount"),
    dataset: t.prismaField({
      type: "Dataset",
      resolve: (query, { datasetId }, _args, context) =>
        context.prisma.dataset.findUniqueOrThrow({ ...query, where: { id: datasetId } }),
    }),
  }),
});

builder.mutationFields((t) => ({
  deleteImages: t.field({
    type: DeletedImagesType,
    description:
      "Takes images and their annotations out of a dataset, all or none. Snapshots, runs, predictions and losses that have them can be read as before, and restoreDeletedImages undoes it.",
    errors: {},
    args: { input: t.arg({ type: DeleteImagesInput, required: true }) },
    resolve: (_root, { input }, context) =>
      deleteImages(context, signedInActor(context), {
        datasetId: input.datasetId.id,
        imageIds: input.imageIds.map(({ id }) => id),
      }),
  }),
  restoreDeletedImages: t.field({
    type: RestoredImagesType,
    description:
      "Brings deleted images back with the annotations that went with them, into the splits they were in; all or none.",
    errors: {},
    args: { input: t.arg({ type: RestoreDeletedImagesInput, required: true }) },
    resolve: (_root, { input }, context) =>
      restoreDeletedImages(context, signedInActor(context), {
        datasetId: input.datasetId.id,
        imageIds: input.imageIds?.map(({ id }) => id),
        deletedAt: input.deletedAt,
      }),
  }),
}));

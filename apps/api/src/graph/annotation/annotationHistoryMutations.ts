import type { AnnotationRevision } from "@maskyard/store/prisma";
import { signedInActor } from "../../domain/access/signedInActor.ts";
import { editAnnotations } from "../../domain/annotation/editAnnotations.ts";
import { restoreAnnotation } from "../../domain/annotation/restoreAnnotation.ts";
import { type RestoredImage, restoreImage } from "../../domain/annotation/restoreImage.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";
import { CLIENT_MADE_ID, GeometryInput } from "./annotationMutations.ts";
import { Annotation, AnnotationRevisionType } from "./annotationType.ts";

const CreateEdit = builder.inputType("AnnotationCreateEdit", {
  fields: (t) => ({
    id: t.globalID({ for: Annotation, description: CLIENT_MADE_ID }),
    categoryId: t.globalID({ required: true, for: "Category" }),
    geometry: t.field({ type: GeometryInput, required: true }),
  }),
});

const UpdateEdit = builder.inputType("AnnotationUpdateEdit", {
  fields: (t) => ({
    id: t.globalID({ required: true, for: Annotation }),
    expectedRevision: t.int({ required: true, description: "The revision the change started from." }),
    categoryId: t.globalID({ for: "Category" }),
    geometry: t.field({ type: GeometryInput }),
    geometryOfRevision: t.int({
      description: "Instead of `geometry`: one of the annotation's revisions, whose shape comes back as it is stored.",
    }),
  }),
});

const DeleteEdit = builder.inputType("AnnotationDeleteEdit", {
  fields: (t) => ({
    id: t.globalID({ required: true, for: Annotation }),
    expectedRevision: t.int({ required: true }),
  }),
});

const RestoreEdit = builder.inputType("AnnotationRestoreEdit", {
  fields: (t) => ({
    id: t.globalID({ required: true, for: Annotation }),
    expectedRevision: t.int({ required: true }),
    revision: t.int({ required: true, description: "The revision whose category and shape come back." }),
  }),
});

const EditAnnotationsInput = builder.inputType("EditAnnotationsInput", {
  fields: (t) => ({
    imageId: t.globalID({ required: true, for: "Image" }),
    edits: t.field({
      required: true,
      type: [
        builder.inputType("AnnotationEditInput", {
          description: "Exactly one of the four.",
          fields: (edit) => ({
            create: edit.field({ type: CreateEdit }),
            update: edit.field({ type: UpdateEdit }),
            delete: edit.field({ type: DeleteEdit }),
            restore: edit.field({ type: RestoreEdit }),
          }),
        }),
      ],
    }),
    idempotencyKey: t.string({
      description: "Of 8 to 100 characters. A batch that comes again under its key changes nothing.",
    }),
  }),
});

const RestoreAnnotationInput = builder.inputType("RestoreAnnotationInput", {
  fields: (t) => ({
    id: t.globalID({ required: true, for: Annotation }),
    revision: t.int({ required: true, description: "The revision whose category and shape come back." }),
    expectedRevision: t.int({ required: true, description: "The revision in force, as the viewer saw it." }),
  }),
});

const RestoreImageInput = builder.inputType("RestoreImageInput", {
  fields: (t) => ({
    imageId: t.globalID({ required: true, for: "Image" }),
    at: t.field({ type: "DateTime", required: true, description: "Annotations become what they were at this time." }),
  }),
});

const RestoredImageType = builder.objectRef<RestoredImage & { readonly imageId: string }>("RestoredImage").implement({
  fields: (t) => ({
    restored: t.exposeInt("restored", { description: "Annotations that were changed or deleted since, and are back." }),
    deleted: t.exposeInt("deleted", { description: "Annotations that were made since, and are deleted." }),
    image: t.prismaField({
      type: "Image",
      resolve: (query, { imageId }, _args, context) =>
        context.prisma.image.findUniqueOrThrow({ ...query, where: { id: imageId } }),
    }),
  }),
});

builder.mutationFields((t) => ({
  editAnnotations: t.prismaField({
    type: ["Annotation"],
    description:
      "Creates, changes, deletes and restores annotations of an image, all or none. The data is what the annotations are now, in the order of the edits.",
    errors: {},
    args: { input: t.arg({ type: EditAnnotationsInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const ids = await editAnnotations(context, signedInActor(context), {
        imageId: input.imageId.id,
        idempotencyKey: input.idempotencyKey,
        edits: input.edits.map((edit) => ({
          create: edit.create && {
            ...edit.create,
            id: edit.create.id?.id,
            categoryId: edit.create.categoryId.id,
          },
          update: edit.update && { ...edit.update, id: edit.update.id.id, categoryId: edit.update.categoryId?.id },
          delete: edit.delete && { ...edit.delete, id: edit.delete.id.id },
          restore: edit.restore && { ...edit.restore, id: edit.restore.id.id },
        })),
      });
      const annotations = await context.prisma.annotation.findMany({ ...atLeastId(query), where: { id: { in: ids } } });
      const byId = new Map(annotations.map((annotation) => [annotation.id, annotation]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },
  }),
  restoreAnnotation: t.prismaField({
    type: "Annotation",
    description: "Gives an annotation, deleted or not, what one of its revisions was; a new revision says so.",
    errors: {},
    args: { input: t.arg({ type: RestoreAnnotationInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      await restoreAnnotation(context, signedInActor(context), { ...input, id: input.id.id });
      return context.prisma.annotation.findUniqueOrThrow({ ...atLeastId(query), where: { id: input.id.id } });
    },
  }),
  restoreImage: t.field({
    type: RestoredImageType,
    description: "Brings all annotations of an image to what they were at a time. Each change is a revision.",
    errors: {},
    args: { input: t.arg({ type: RestoreImageInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const imageId = input.imageId.id;
      return { imageId, ...(await restoreImage(context, signedInActor(context), { imageId, at: input.at })) };
    },
  }),
}));

const ImageEdit = builder.objectRef<AnnotationRevision>("ImageEdit").implement({
  description: "A revision of one of an image's annotations, of deleted ones too.",
  fields: (t) => ({
    annotationId: t.id({ resolve: (edit) => encodeGlobalId("Annotation", edit.annotationId) }),
    revision: t.field({ type: AnnotationRevisionType, resolve: (edit) => edit }),
  }),
});

const HISTORY_MAX = 500;

builder.prismaObjectField("Image", "history", (t) =>
  t.field({
    type: [ImageEdit],
    description: "What was done to the image's annotations, newest first.",
    complexity: { field: 10, multiplier: 10 },
    args: { first: t.arg.int({ defaultValue: 100 }) },
    select: { id: true },
    resolve: (image, { first }, context) =>
      context.prisma.annotationRevision.findMany({
        where: { annotation: { imageId: image.id } },
        orderBy: [{ createdAt: "desc" }, { annotationId: "desc" }],
        take: Math.max(0, Math.min(first ?? 100, HISTORY_MAX)),
      }),
  }),
);

import { signedInActor } from "../../domain/access/signedInActor.ts";
import { createAnnotation } from "../../domain/annotation/createAnnotation.ts";
import { deleteAnnotation } from "../../domain/annotation/deleteAnnotation.ts";
import { updateAnnotation } from "../../domain/annotation/updateAnnotation.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";
import { Annotation } from "./annotationType.ts";

const PolygonPartInput = builder.inputType("PolygonPartInput", {
  fields: (t) => ({
    outer: t.floatList({ required: true }),
    holes: t.field({ type: t.listRef(t.listRef("Float")) }),
  }),
});

const BoxInput = builder.inputType("BoxInput", {
  fields: (t) => ({
    x: t.float({ required: true }),
    y: t.float({ required: true }),
    width: t.float({ required: true }),
    height: t.float({ required: true }),
  }),
});

export const GeometryInput = builder.inputType("GeometryInput", {
  description: "Give `parts` (polygon) or `box`, in upright image pixels. What lies outside the image is cut off.",
  fields: (t) => ({ parts: t.field({ type: [PolygonPartInput] }), box: t.field({ type: BoxInput }) }),
});

export const CLIENT_MADE_ID =
  "Made by the client before it asks: base64url of `Annotation:` and a UUID that it drew, in lower case. Made by the server when absent.";

const CreateAnnotationInput = builder.inputType("CreateAnnotationInput", {
  fields: (t) => ({
    id: t.globalID({ for: Annotation, description: CLIENT_MADE_ID }),
    imageId: t.globalID({ required: true, for: "Image" }),
    categoryId: t.globalID({ required: true, for: "Category" }),
    geometry: t.field({ type: GeometryInput, required: true }),
    idempotencyKey: t.string({
      description: "Of 8 to 100 characters. A creation that comes again under its key makes no second annotation.",
    }),
  }),
});

const UpdateAnnotationInput = builder.inputType("UpdateAnnotationInput", {
  fields: (t) => ({
    id: t.globalID({ required: true, for: Annotation }),
    expectedRevision: t.int({ required: true, description: "The revision the change started from." }),
    categoryId: t.globalID({ for: "Category" }),
    geometry: t.field({ type: GeometryInput }),
  }),
});

const DeleteAnnotationInput = builder.inputType("DeleteAnnotationInput", {
  fields: (t) => ({
    id: t.globalID({ required: true, for: Annotation }),
    expectedRevision: t.int({ required: true }),
  }),
});

builder.mutationFields((t) => ({
  createAnnotation: t.prismaField({
    type: "Annotation",
    errors: {},
    args: { input: t.arg({ type: CreateAnnotationInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const id = await createAnnotation(context, signedInActor(context), {
        id: input.id?.id,
        imageId: input.imageId.id,
        categoryId: input.categoryId.id,
        geometry: input.geometry,
        idempotencyKey: input.idempotencyKey,
      });
      return context.prisma.annotation.findUniqueOrThrow({ ...atLeastId(query), where: { id } });
    },
  }),
  updateAnnotation: t.prismaField({
    type: "Annotation",
    errors: {},
    args: { input: t.arg({ type: UpdateAnnotationInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      await updateAnnotation(context, signedInActor(context), {
        id: input.id.id,
        expectedRevision: input.expectedRevision,
        categoryId: input.categoryId?.id,
        geometry: input.geometry,
      });
      return context.prisma.annotation.findUniqueOrThrow({ ...atLeastId(query), where: { id: input.id.id } });
    },
  }),
  deleteAnnotation: t.field({
    type: "ID",
    description: "The data is the id.",
    errors: {},
    args: { input: t.arg({ type: DeleteAnnotationInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      await deleteAnnotation(context, signedInActor(context), {
        id: input.id.id,
        expectedRevision: input.expectedRevision,
      });
      return encodeGlobalId("Annotation", input.id.id);
    },
  }),
}));

import type { Geometry } from "@maskyard/annotations";
import { memberOf } from "../../domain/access/memberOf.ts";
import { builder } from "../builder/builder.ts";
import { Box, boxFromColumns, GeometryType } from "./geometryType.ts";

export const AnnotationOrigin = builder.enumType("AnnotationOrigin", {
  values: ["IMPORT", "PERSON", "MODEL"] as const,
});

const RevisionChange = builder.enumType("RevisionChange", {
  values: ["CREATED", "CHANGED", "DELETED", "RESTORED"] as const,
});

export const Annotation = builder.prismaNode("Annotation", {
  id: { field: "id" },
  description: "One instance on one image. Every change makes a revision; an edit names the revision it started from.",
  // Not the record it was imported from, which can be as large as the geometry.
  select: { id: true, datasetId: true },
  authScopes: (annotation) => ({ seesDataset: annotation.datasetId }),
  findUnique: (id, context) => ({ id, deletedAt: null, dataset: { project: memberOf(context.actor) } }),
  fields: (t) => ({
    category: t.relation("category"),
    geometry: t.field({
      type: GeometryType,
      select: { geometry: true },
      resolve: (annotation) => annotation.geometry as unknown as Geometry,
    }),
    box: t.field({
      type: Box,
      select: { boxX: true, boxY: true, boxWidth: true, boxHeight: true },
      resolve: boxFromColumns,
    }),
    areaPx: t.exposeFloat("areaPx"),
    isCrowd: t.exposeBoolean("isCrowd"),
    origin: t.expose("origin", { type: AnnotationOrigin }),
    revision: t.exposeInt("revision"),
    isDeleted: t.boolean({ select: { deletedAt: true }, resolve: ({ deletedAt }) => deletedAt !== null }),
    raw: t.expose("raw", {
      type: "JSON",
      nullable: true,
      description: "The record it was imported from, as the source file had it; several where parts were put together.",
    }),
    updatedAt: t.expose("updatedAt", { type: "DateTime" }),
    image: t.relation("image"),
    revisions: t.relation("revisions", { description: "Oldest first.", query: { orderBy: { revision: "asc" } } }),
  }),
});

export const AnnotationRevisionType = builder.prismaObject("AnnotationRevision", {
  description: "What an annotation was after a change, and who made it.",
  // Reached through its annotation only, which asks for the membership.
  authScopes: { signedIn: true },
  fields: (t) => ({
    revision: t.exposeInt("revision"),
    change: t.expose("change", { type: RevisionChange }),
    category: t.prismaField({
      type: "Category",
      resolve: (query, revision, _args, context) =>
        context.prisma.category.findUniqueOrThrow({ ...query, where: { id: revision.categoryId } }),
    }),
    geometry: t.field({ type: GeometryType, resolve: (revision) => revision.geometry as unknown as Geometry }),
    box: t.field({ type: Box, resolve: boxFromColumns }),
    isCrowd: t.exposeBoolean("isCrowd"),
    author: t.relation("author", { nullable: true }),
    origin: t.expose("origin", { type: AnnotationOrigin }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
  }),
});

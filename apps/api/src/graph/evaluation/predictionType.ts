import type { Geometry } from "@maskyard/annotations";
import { memberOf } from "../../domain/access/memberOf.ts";
import { Box, boxFromColumns, GeometryType } from "../annotation/geometryType.ts";
import { builder } from "../builder/builder.ts";

builder.prismaNode("Prediction", {
  id: { field: "id" },
  description: "A detection with its mask, in upright image pixels.",
  authScopes: (prediction) => ({ seesImage: prediction.imageId }),
  findUnique: (id, context) => ({ id, evaluation: { run: { project: memberOf(context.actor) } } }),
  fields: (t) => ({
    category: t.relation("category"),
    score: t.exposeFloat("score"),
    geometry: t.field({ type: GeometryType, resolve: (prediction) => prediction.geometry as unknown as Geometry }),
    box: t.field({ type: Box, resolve: boxFromColumns }),
    image: t.relation("image"),
  }),
});

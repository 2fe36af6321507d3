import { memberOf } from "../../domain/access/memberOf.ts";
import { countById } from "../../domain/dataset/datasetLoads.ts";
import { builder } from "../builder/builder.ts";

export const Category = builder.prismaNode("Category", {
  id: { field: "id" },
  description: "A class of a dataset. `position` counts from 0; the model's label is position + 1.",
  authScopes: (category) => ({ seesDataset: category.datasetId }),
  findUnique: (id, context) => ({ id, dataset: { project: memberOf(context.actor) } }),
  fields: (t) => ({
    name: t.exposeString("name"),
    color: t.exposeString("color", { description: "#rrggbb" }),
    position: t.exposeInt("position"),
    annotationCount: t.loadable({
      type: "Int",
      load: (ids: string[], context) =>
        countById(
          context.pool,
          `SELECT category_id AS id, count(*)::int AS count FROM annotation
           WHERE category_id = ANY($1::uuid[]) AND deleted_at IS NULL GROUP BY category_id`,
          ids,
        ),
      resolve: (category) => category.id,
    }),
    imageCount: t.loadable({
      type: "Int",
      description: "Images with an annotation of this category.",
      load: (ids: string[], context) =>
        countById(
          context.pool,
          `SELECT category_id AS id, count(DISTINCT image_id)::int AS count FROM annotation
           WHERE category_id = ANY($1::uuid[]) AND deleted_at IS NULL GROUP BY category_id`,
          ids,
        ),
      resolve: (category) => category.id,
    }),
  }),
});

import { memberOf } from "../../domain/access/memberOf.ts";
import { evaluatedImageIds } from "../../domain/evaluation/evaluatedImageIds.ts";
import { builder } from "../builder/builder.ts";
import { costByPageSize } from "../builder/costByPageSize.ts";
import { Subset } from "../split/subset.ts";

export const Evaluation = builder.prismaNode("Evaluation", {
  id: { field: "id" },
  description: "COCO evaluation of the weights after a step, on one subset of the run's snapshot.",
  authScopes: (evaluation) => ({ seesRun: evaluation.runId }),
  findUnique: (id, context) => ({ id, run: { project: memberOf(context.actor) } }),
  fields: (t) => ({
    step: t.exposeInt("step"),
    subset: t.expose("subset", { type: Subset }),
    metrics: t.expose("metrics", { type: "JSON", description: "{bbox: {AP, AP50, …}, segm: {…}, perClass: […]}" }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    checkpoint: t.relation("checkpoint", { nullable: true }),
    images: t.prismaConnection(
      {
        type: "Image",
        cursor: "id",
        description: "The images it was evaluated on, as the snapshot froze them; those deleted since are left out.",
        complexity: costByPageSize,
        resolve: async (query, evaluation, _args, context) =>
          context.prisma.image.findMany({
            ...query,
            where: { id: { in: await evaluatedImageIds(context, evaluation) } },
            orderBy: { id: "asc" },
          }),
      },
      {},
      { name: "EvaluationImagesEdge" },
    ),
  }),
});

import { memberOf } from "../../domain/access/memberOf.ts";
import { builder } from "../builder/builder.ts";

builder.prismaNode("Experiment", {
  id: { field: "id" },
  description: "A name under which runs are grouped; programs that log here log into one.",
  authScopes: (experiment) => ({ seesProject: experiment.projectId }),
  findUnique: (id, context) => ({ id, project: memberOf(context.actor) }),
  fields: (t) => ({
    name: t.exposeString("name"),
    attributes: t.expose("attributes", { type: "JSON", description: "Key-value tags, as MLflow's clients set them." }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    archived: t.boolean({ resolve: (experiment) => experiment.archivedAt !== null }),
    runCount: t.relationCount("runs"),
    project: t.relation("project"),
  }),
});

builder.queryField("experiments", (t) =>
  t.prismaField({
    type: ["Experiment"],
    description: "Those of the viewer's projects that are not archived, newest first.",
    resolve: (query, _root, _args, context) =>
      context.prisma.experiment.findMany({
        ...query,
        where: { project: memberOf(context.actor), archivedAt: null },
        orderBy: { id: "desc" },
        take: 500,
      }),
  }),
);

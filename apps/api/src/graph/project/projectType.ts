import { memberOf } from "../../domain/access/memberOf.ts";
import { UnauthenticatedError } from "../../domain/errors/expectedErrors.ts";
import { builder } from "../builder/builder.ts";
import { costByPageSize } from "../builder/costByPageSize.ts";
import { DatasetConnection } from "../dataset/datasetType.ts";
import { pageOfDatasets } from "../dataset/pageOfDatasets.ts";
import { pageOfRuns } from "../run/pageOfRuns.ts";
import { RunConnection } from "../run/runType.ts";

export const ProjectRole = builder.enumType("ProjectRole", {
  description: "viewer: reads. editor: also changes, imports and launches. owner: also deletes datasets.",
  values: ["VIEWER", "EDITOR", "OWNER"] as const,
});

builder.prismaNode("Project", {
  id: { field: "id" },
  description: "Members, and the datasets and runs they share.",
  authScopes: (project) => ({ seesProject: project.id }),
  findUnique: (id, context) => ({ id, ...memberOf(context.actor) }),
  fields: (t) => ({
    name: t.exposeString("name"),
    slug: t.exposeString("slug"),
    queuePaused: t.boolean({
      description: "While true, no run of the project is claimed; those that train go on.",
      resolve: (project) => project.queuePausedAt !== null,
    }),
    viewerRole: t.field({
      type: ProjectRole,
      resolve: async (project, _args, context) => {
        const role = (await context.access.roles()).get(project.id);
        if (role === undefined) {
          throw new UnauthenticatedError();
        }
        return role;
      },
    }),
    datasets: t.connection(
      {
        type: "Dataset",
        complexity: costByPageSize,
        resolve: (project, args, context, info) => pageOfDatasets({ args, context, info, projectId: project.id }),
      },
      DatasetConnection,
    ),
    runs: t.connection(
      {
        type: "Run",
        complexity: costByPageSize,
        resolve: (project, args, context, info) =>
          pageOfRuns({ args, context, info, filter: { projectId: project.id } }),
      },
      RunConnection,
    ),
  }),
});

builder.queryFields((t) => ({
  projects: t.prismaField({
    type: ["Project"],
    description: "The projects the viewer is a member of, by name.",
    resolve: (query, _root, _args, context) =>
      context.prisma.project.findMany({ ...query, where: memberOf(context.actor), orderBy: { name: "asc" } }),
  }),
  project: t.prismaField({
    type: "Project",
    nullable: true,
    args: { slug: t.arg.string({ required: true }) },
    resolve: (query, _root, args, context) =>
      context.prisma.project.findFirst({ ...query, where: { slug: args.slug, ...memberOf(context.actor) } }),
  }),
}));

import { memberOf } from "../../domain/access/memberOf.ts";
import { builder } from "../builder/builder.ts";

export const WeightsFile = builder.prismaNode("WeightsFile", {
  id: { field: "id" },
  description: "Weights that runs start from: an upload, or a file in the trainers' folder of weights.",
  authScopes: (file) => ({ seesProject: file.projectId }),
  findUnique: (id, context) => ({ id, project: memberOf(context.actor) }),
  fields: (t) => ({
    name: t.exposeString("name"),
    sha256: t.exposeString("blobSha256", { nullable: true, description: "Of an upload." }),
    bytes: t.float({
      nullable: true,
      description: "Of an upload.",
      resolve: (file) => (file.bytes === null ? null : Number(file.bytes)),
    }),
    trainerPath: t.exposeString("trainerPath", {
      nullable: true,
      description: "Where it lies in the folder that the trainers read weights from, when it was not uploaded.",
    }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    author: t.relation("author", { nullable: true }),
    project: t.relation("project"),
  }),
});

builder.queryField("weightsFiles", (t) =>
  t.prismaField({
    type: ["WeightsFile"],
    description: "By name. With a dataset, those its runs can start from: of the same project.",
    args: { datasetId: t.arg.globalID({ for: "Dataset" }) },
    resolve: (query, _root, { datasetId }, context) =>
      context.prisma.weightsFile.findMany({
        ...query,
        where: {
          project: {
            ...memberOf(context.actor),
            ...(datasetId == null ? {} : { datasets: { some: { id: datasetId.id } } }),
          },
        },
        orderBy: [{ name: "asc" }, { id: "asc" }],
      }),
  }),
);

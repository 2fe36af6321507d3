import { memberOf } from "../access/memberOf.ts";
import { builder } from "../graph/builder.ts";
import { encodeGlobalId } from "../graph/globalId.ts";

export const ModelVersion = builder.prismaNode("ModelVersion", {
  id: { field: "id" },
  description:
    "Weights that a registered model had at a time. Its checkpoint, and so the run, snapshot and images behind it, stay as long as it does.",
  authScopes: (version) => ({ seesModel: version.modelId }),
  findUnique: (id, context) => ({ id, model: { project: memberOf(context.actor) } }),
  fields: (t) => ({
    number: t.exposeInt("number", { description: "Counts within the model, from 1." }),
    model: t.relation("model"),
    checkpoint: t.relation("checkpoint"),
    sha256: t.exposeString("blobSha256"),
    bytes: t.float({ resolve: (version) => Number(version.bytes) }),
    notes: t.exposeString("notes"),
    tags: t.exposeStringList("tags"),
    archived: t.boolean({ resolve: (version) => version.archivedAt !== null }),
    aliases: t.stringList({
      description: "Those that point at it, by name.",
      select: { aliases: { select: { name: true }, orderBy: { name: "asc" } } },
      resolve: (version) => version.aliases.map(({ name }) => name),
    }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    createdBy: t.relation("createdBy", { nullable: true }),
    url: t.string({
      description: "Path of the weights on this server.",
      select: { model: { select: { name: true, projectId: true } } },
      resolve: (version) => versionPath(version.model, version.number),
    }),
  }),
});

function versionPath(model: { readonly name: string; readonly projectId: string }, number: number): string {
  const project = encodeGlobalId("Project", model.projectId);
  return `/files/models/${encodeURIComponent(model.name)}/${number}?project=${project}`;
}

import { memberOf } from "../../domain/access/memberOf.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { builder } from "../builder/builder.ts";

builder.prismaObject("ModelVersionFile", {
  include: { version: { select: { modelId: true } } },
  authScopes: (file) => ({ seesModel: file.version.modelId }),
  description: "A file of a version, as it was when that was registered.",
  fields: (t) => ({
    path: t.exposeString("path", { description: 'Relative to the version, with "/" between folders.' }),
    sha256: t.exposeString("blobSha256"),
    bytes: t.float({ resolve: (file) => Number(file.bytes) }),
  }),
});

export const ModelVersion = builder.prismaNode("ModelVersion", {
  id: { field: "id" },
  description:
    "What a registered model was at a time: weights, or files of a program's. Its run, and so the snapshot and images behind it, stay as long as it does.",
  authScopes: (version) => ({ seesModel: version.modelId }),
  findUnique: (id, context) => ({ id, model: { project: memberOf(context.actor) } }),
  fields: (t) => ({
    number: t.exposeInt("number", { description: "Counts within the model, from 1." }),
    model: t.relation("model"),
    run: t.relation("run"),
    checkpoint: t.relation("checkpoint", {
      nullable: true,
      description: "Null where it was made of artifacts that a program logged.",
    }),
    artifactPath: t.exposeString("artifactPath", {
      nullable: true,
      description: "The file or folder of the run's artifacts that it was made of; null where it is a checkpoint.",
    }),
    loggedModel: t.relation("loggedModel", { nullable: true }),
    files: t.relation("files", {
      description: "By path; none where it is a checkpoint, which has its weights.",
      query: { orderBy: { path: "asc" } },
    }),
    sha256: t.exposeString("contentSha256", {
      description:
        "Of the weights, or of the only file; of several files that of their list, a line of hash, two spaces and path for each, by path.",
    }),
    bytes: t.float({ resolve: (version) => Number(version.bytes) }),
    attributes: t.expose("attributes", { type: "JSON", description: "Key-value tags, as MLflow's clients set them." }),
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
      description: "Path of the weights, of the only file, or of a zip of the files, on this server.",
      select: { model: { select: { name: true, projectId: true } } },
      resolve: (version) => versionPath(version.model, version.number),
    }),
  }),
});

function versionPath(model: { readonly name: string; readonly projectId: string }, number: number): string {
  const project = encodeGlobalId("Project", model.projectId);
  return `/files/models/${encodeURIComponent(model.name)}/${number}?project=${project}`;
}

import { memberOf } from "../../domain/access/memberOf.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { LATEST } from "../../domain/registeredModel/modelNames.ts";
import { builder } from "../builder/builder.ts";
import { ModelVersion } from "./modelVersionType.ts";

const ALIAS_MOVES_MAX = 200;

builder.prismaObject("ModelAlias", {
  authScopes: (alias) => ({ seesModel: alias.modelId }),
  description: 'A name that points at one version of its model, for example "production".',
  fields: (t) => ({
    name: t.exposeString("name"),
    version: t.relation("version"),
    movedAt: t.expose("movedAt", { type: "DateTime" }),
    movedBy: t.relation("movedBy", { nullable: true }),
  }),
});

builder.prismaObject("ModelAliasMove", {
  authScopes: (move) => ({ seesModel: move.modelId }),
  description: "Who pointed an alias elsewhere, when, and from where to where; null: nowhere.",
  fields: (t) => ({
    alias: t.exposeString("alias"),
    fromVersion: t.exposeInt("fromNumber", { nullable: true }),
    toVersion: t.exposeInt("toNumber", { nullable: true }),
    movedAt: t.expose("movedAt", { type: "DateTime" }),
    movedBy: t.relation("movedBy", { nullable: true }),
  }),
});

export const RegisteredModel = builder.prismaNode("RegisteredModel", {
  id: { field: "id" },
  description:
    "A name under which a project keeps versions of a model that others rely on, with aliases that point at one of them.",
  authScopes: (model) => ({ seesProject: model.projectId }),
  findUnique: (id, context) => ({ id, project: memberOf(context.actor) }),
  fields: (t) => ({
    name: t.exposeString("name"),
    description: t.exposeString("description"),
    archived: t.boolean({ resolve: (model) => model.archivedAt !== null }),
    attributes: t.expose("attributes", { type: "JSON", description: "Key-value tags, as MLflow's clients set them." }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    createdBy: t.relation("createdBy", { nullable: true }),
    project: t.relation("project"),
    url: t.string({
      description: "Path of the model's page on this server.",
      resolve: (model) => `/models/${encodeGlobalId("RegisteredModel", model.id)}`,
    }),
    versions: t.relation("versions", {
      description: "Newest first.",
      query: { orderBy: { number: "desc" } },
    }),
    latestVersion: t.prismaField({
      type: ModelVersion,
      nullable: true,
      description: `The newest that is not archived: what the reference "${LATEST}" means.`,
      select: (_args, _context, nested) => ({
        versions: nested({ where: { archivedAt: null }, orderBy: { number: "desc" }, take: 1 }),
      }),
      resolve: (_query, model) => model.versions[0] ?? null,
    }),
    aliases: t.relation("aliases", { description: "By name.", query: { orderBy: { name: "asc" } } }),
    aliasMoves: t.relation("aliasMoves", {
      description: `The last ${ALIAS_MOVES_MAX} moves of its aliases, newest first.`,
      query: { orderBy: [{ movedAt: "desc" }, { id: "desc" }], take: ALIAS_MOVES_MAX },
    }),
  }),
});

builder.queryFields((t) => ({
  registeredModels: t.prismaField({
    type: [RegisteredModel],
    description: "The models of the viewer's projects, by name.",
    args: {
      projectId: t.arg.globalID(),
      name: t.arg.string({ description: "Only those of exactly this name." }),
      archived: t.arg.boolean({
        defaultValue: false,
        description: "Archived models instead of the others; null: both.",
      }),
    },
    resolve: (query, _root, { projectId, name, archived }, context) =>
      context.prisma.registeredModel.findMany({
        ...query,
        where: {
          project: memberOf(context.actor),
          ...(archived == null ? {} : { archivedAt: archived ? { not: null } : null }),
          ...(projectId == null ? {} : { projectId: projectId.id }),
          ...(name == null ? {} : { name }),
        },
        orderBy: [{ name: "asc" }, { id: "asc" }],
      }),
  }),
  registeredModel: t.prismaField({
    type: RegisteredModel,
    nullable: true,
    args: { id: t.arg.globalID({ required: true, for: RegisteredModel }) },
    resolve: (query, _root, { id }, context) =>
      context.prisma.registeredModel.findFirst({ ...query, where: { id: id.id, project: memberOf(context.actor) } }),
  }),
}));

import { z } from "zod";
import { memberOf } from "../../domain/access/memberOf.ts";
import { deleteAttribute, setAttributes } from "../../domain/attributes/setAttributes.ts";
import { AlreadyExistsError, InvalidInputError, NotFoundError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { createRegisteredModel } from "../../domain/registeredModel/createRegisteredModel.ts";
import { moveModelAlias } from "../../domain/registeredModel/moveModelAlias.ts";
import { updateRegisteredModel } from "../../domain/registeredModel/updateRegisteredModel.ts";
import {
  type Call,
  type Endpoint,
  get,
  keySchema,
  objectOfPairs,
  pairsSchema,
  patch,
  post,
  remove,
  textSchema,
  wholeSchema,
} from "./endpoint.ts";
import { type PresentedRegistered, presentedRegistered, requireRegistered } from "./findRegistered.ts";
import { newestVersion, presentRegistered, presentVersion } from "./presentRegistered.ts";
import { nextPageToken, offsetOf, pageSchema } from "./searchPage.ts";
import { ordered, ownText, selects, type ValueOf } from "./searchRows.ts";

/** MLflow keeps its prompts as registered models with this tag. */
const PROMPT_TAG = "mlflow.prompt.is_prompt";

const aliasSchema = z.object({ alias: z.string("Give the alias.") });

async function presented({ services }: Call, id: string): Promise<object> {
  const model = await services.prisma.registeredModel.findUniqueOrThrow({
    where: { id },
    include: presentedRegistered,
  });
  return { registered_model: presentRegistered(model) };
}

async function change(call: Call, change: { name?: string; description?: string }): Promise<object> {
  const { id } = await requireRegistered(call, "EDITOR");
  await updateRegisteredModel(call.services, call.actor, { id, ...change });
  return presented(call, id);
}

const latestVersions: Endpoint["handle"] = async (call) => {
  const { stages } = parseInput(z.object({ stages: z.array(z.string()).default([]) }), call.input);
  const model = await requireRegistered(call, "VIEWER");
  const newest = newestVersion(model);
  const isAsked = stages.length === 0 || stages.some((stage) => stage.toLowerCase() === "none");
  return { model_versions: newest !== undefined && isAsked ? [presentVersion(model, newest)] : [] };
};

export const registeredModelEndpoints: readonly Endpoint[] = [
  post("registered-models/create", async (call) => {
    const schema = z.object({
      name: z.string("Give the name."),
      description: z.string().default(""),
      tags: pairsSchema.default([]),
    });
    const { name, description, tags } = parseInput(schema, call.input);
    if (objectOfPairs(tags)[PROMPT_TAG] === "true") {
      throw new InvalidInputError("Maskyard does not keep MLflow's prompts; it has registered models.", "tags");
    }
    // A name of any of their projects: MLflow's API could not tell two of them apart.
    const taken = await call.services.prisma.registeredModel.count({ where: { name, project: memberOf(call.actor) } });
    if (taken > 0) throw new AlreadyExistsError(`Registered Model (name=${name}) already exists.`);
    const { id } = await createRegisteredModel(call.services, call.actor, {
      name,
      description,
      attributes: objectOfPairs(tags),
    });
    return presented(call, id);
  }),
  get("registered-models/get", async (call) => ({
    registered_model: presentRegistered(await requireRegistered(call, "VIEWER")),
  })),
  post("registered-models/rename", (call) =>
    change(call, { name: parseInput(z.object({ new_name: z.string("Give the new_name.") }), call.input).new_name }),
  ),
  patch("registered-models/update", (call) =>
    change(call, {
      description: parseInput(z.object({ description: z.string().default("") }), call.input).description,
    }),
  ),
  get("registered-models/search", async ({ services, actor, input }) => {
    const query = parseInput(pageSchema, input);
    const all = await services.prisma.registeredModel.findMany({
      where: { project: memberOf(actor) },
      include: presentedRegistered,
      orderBy: [{ name: "asc" }, { id: "asc" }],
    });
    const found = ordered(all.filter(selects(query.filter, searchedValue)), query.order_by, searchedValue);
    const offset = offsetOf(query.page_token);
    const page = found.slice(offset, offset + query.max_results);
    return {
      registered_models: page.map(presentRegistered),
      ...nextPageToken(offset + page.length, offset + page.length < found.length),
    };
  }),
  { methods: ["GET", "POST"], path: "registered-models/get-latest-versions", handle: latestVersions },
  post("registered-models/set-tag", async (call) => {
    const { key, value } = parseInput(z.object({ key: keySchema, value: textSchema.default("") }), call.input);
    const { id } = await requireRegistered(call, "EDITOR");
    await setAttributes(call.services, "registered_model", id, { [key]: value });
    return {};
  }),
  remove("registered-models/delete-tag", async (call) => {
    const { key } = parseInput(z.object({ key: keySchema }), call.input);
    const { id } = await requireRegistered(call, "EDITOR");
    await deleteAttribute(call.services, "registered_model", id, key);
    return {};
  }),
  post("registered-models/alias", async (call) => {
    const { alias, version } = parseInput(
      aliasSchema.extend({
        version: wholeSchema(
          z
            .number("The version is a number, counted from 1.")
            .int()
            .min(1)
            .max(2 ** 31 - 1),
        ),
      }),
      call.input,
    );
    const { id: modelId } = await requireRegistered(call, "EDITOR");
    await moveModelAlias(call.services, call.actor, { modelId, alias, version });
    return {};
  }),
  remove("registered-models/alias", async (call) => {
    const { alias } = parseInput(aliasSchema, call.input);
    const { id: modelId } = await requireRegistered(call, "EDITOR");
    await moveModelAlias(call.services, call.actor, { modelId, alias, version: null });
    return {};
  }),
  get("registered-models/alias", async (call) => {
    const { alias } = parseInput(aliasSchema, call.input);
    const model = await requireRegistered(call, "VIEWER");
    const versionId = model.aliases.find(({ name }) => name === alias)?.versionId;
    const version = model.versions.find(({ id }) => id === versionId);
    if (version === undefined) throw new NotFoundError(`Registered model alias ${alias} not found.`);
    return { model_version: presentVersion(model, version) };
  }),
];

const searchedValue: ValueOf<PresentedRegistered> = (model, { kind, key }) => {
  // Its client asks in every search for those that are no prompts.
  if (kind === "tag") return ownText(model.attributes, key) ?? (key === PROMPT_TAG ? "false" : undefined);
  switch (kind === "attribute" ? key : "") {
    case "name":
      return model.name;
    case "creation_timestamp":
    case "timestamp":
      return model.createdAt.getTime();
    case "last_updated_timestamp":
      return (model.versions[0]?.createdAt ?? model.createdAt).getTime();
    default:
      throw new InvalidInputError(
        `Registered models are searched by name, creation_timestamp, last_updated_timestamp and tags, not by ${kind} ${key}.`,
        "filter",
      );
  }
};

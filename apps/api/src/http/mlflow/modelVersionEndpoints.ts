import { z } from "zod";
import { memberOf } from "../../domain/access/memberOf.ts";
import { deleteAttribute, setAttributes } from "../../domain/attributes/setAttributes.ts";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { adoptModel } from "../../domain/registeredModel/adoptModel.ts";
import { deleteModelVersion } from "../../domain/registeredModel/deleteModelVersion.ts";
import { registerModelVersion } from "../../domain/registeredModel/registerModelVersion.ts";
import { updateModelVersion } from "../../domain/registeredModel/updateModelVersion.ts";
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
} from "./endpoint.ts";
import {
  type PresentedRegistered,
  type PresentedVersion,
  presentedRegistered,
  requireVersion,
} from "./findRegistered.ts";
import { mlflowId } from "./ids.ts";
import { presentVersion, sourceOf, versionUri } from "./presentRegistered.ts";
import { nextPageToken, offsetOf, pageSchema } from "./searchPage.ts";
import { ordered, ownText, selects, type ValueOf } from "./searchRows.ts";
import { namedSource } from "./versionSource.ts";

async function presented({ services }: Call, versionId: string): Promise<object> {
  const model = await services.prisma.registeredModel.findFirstOrThrow({
    where: { versions: { some: { id: versionId } } },
    include: presentedRegistered,
  });
  const version = model.versions.find(({ id }) => id === versionId);
  if (version === undefined) throw new Error(`presented: expected version ${versionId} among its model's`);
  return { model_version: presentVersion(model, version) };
}

export const modelVersionEndpoints: readonly Endpoint[] = [
  post("model-versions/create", async (call) => {
    const schema = z.object({
      name: z.string("Give the name."),
      source: z.string("Give the source.").default(""),
      model_id: z.string().default(""),
      description: z.string().default(""),
      tags: pairsSchema.default([]),
    });
    const { name, source, model_id, description, tags } = parseInput(schema, call.input);
    const { runId, projectId, artifactPath } = await namedSource(call, source, model_id);
    // MLflow's client makes the name first, and knows no projects.
    await adoptModel(call.services, call.actor, name, projectId);
    const id = await registerModelVersion(call.services, call.actor, {
      runId,
      artifactPath,
      name,
      notes: description,
      attributes: objectOfPairs(tags),
    });
    return presented(call, id);
  }),
  get("model-versions/get", async (call) => {
    const { model, version } = await requireVersion(call, "VIEWER");
    return { model_version: presentVersion(model, version) };
  }),
  patch("model-versions/update", async (call) => {
    const { version } = await requireVersion(call, "EDITOR");
    const { description } = parseInput(z.object({ description: z.string().default("") }), call.input);
    await updateModelVersion(call.services, call.actor, { id: version.id, notes: description });
    return presented(call, version.id);
  }),
  remove("model-versions/delete", async (call) => {
    const { version } = await requireVersion(call, "EDITOR");
    await deleteModelVersion(call.services, call.actor, version.id);
    return {};
  }),
  get("model-versions/get-download-uri", async (call) => ({
    artifact_uri: versionUri((await requireVersion(call, "VIEWER")).version),
  })),
  get("model-versions/search", async ({ services, actor, input }) => {
    const query = parseInput(pageSchema, input);
    const models = await services.prisma.registeredModel.findMany({
      where: { project: memberOf(actor) },
      include: presentedRegistered,
    });
    const all = models.flatMap((model) => model.versions.map((version) => ({ model, version })));
    all.sort((a, b) => b.version.createdAt.getTime() - a.version.createdAt.getTime());
    const found = ordered(all.filter(selects(query.filter, searchedValue)), query.order_by, searchedValue);
    const offset = offsetOf(query.page_token);
    const page = found.slice(offset, offset + query.max_results);
    return {
      model_versions: page.map(({ model, version }) => presentVersion(model, version)),
      ...nextPageToken(offset + page.length, offset + page.length < found.length),
    };
  }),
  post("model-versions/set-tag", async (call) => {
    const { key, value } = parseInput(z.object({ key: keySchema, value: textSchema.default("") }), call.input);
    const {
      version: { id },
    } = await requireVersion(call, "EDITOR");
    await setAttributes(call.services, "model_version", id, { [key]: value });
    return {};
  }),
  remove("model-versions/delete-tag", async (call) => {
    const { key } = parseInput(z.object({ key: keySchema }), call.input);
    const {
      version: { id },
    } = await requireVersion(call, "EDITOR");
    await deleteAttribute(call.services, "model_version", id, key);
    return {};
  }),
];

const searchedValue: ValueOf<{ readonly model: PresentedRegistered; readonly version: PresentedVersion }> = (
  { model, version },
  { kind, key },
) => {
  if (kind === "tag") return ownText(version.attributes, key);
  switch (kind === "attribute" ? key : "") {
    case "name":
      return model.name;
    case "version_number":
    case "version":
      return version.number;
    case "run_id":
      return mlflowId(version.runId);
    case "source_path":
      return sourceOf(version);
    case "creation_timestamp":
    case "last_updated_timestamp":
      return version.createdAt.getTime();
    default:
      throw new InvalidInputError(
        `Model versions are searched by name, version_number, run_id, source_path, creation_timestamp, last_updated_timestamp and tags, not by ${kind} ${key}.`,
        "filter",
      );
  }
};

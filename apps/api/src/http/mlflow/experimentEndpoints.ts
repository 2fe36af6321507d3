import type { Experiment } from "@maskyard/store/prisma";
import { z } from "zod";
import type { Actor } from "../../domain/access/actor.ts";
import { memberOf } from "../../domain/access/memberOf.ts";
import { ProjectAccess } from "../../domain/access/projectAccess.ts";
import { deleteAttribute, setAttributes } from "../../domain/attributes/setAttributes.ts";
import { InvalidInputError, NotFoundError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { withoutControls } from "../../domain/errors/withoutControls.ts";
import { archiveExperiment, restoreExperiment } from "../../domain/experiment/archiveExperiment.ts";
import { createExperiment } from "../../domain/experiment/createExperiment.ts";
import { findOrCreateExperiment } from "../../domain/experiment/findOrCreateExperiment.ts";
import { renameExperiment } from "../../domain/experiment/renameExperiment.ts";
import type { Services } from "../../services.ts";
import { type Call, type Endpoint, get, keySchema, objectOfPairs, pairsSchema, post, textSchema } from "./endpoint.ts";
import { mlflowId, rowIdOf } from "./ids.ts";
import { nextPageToken, offsetOf, pageSchema, viewTypeSchema } from "./searchPage.ts";
import { ordered, ownText, selects, type ValueOf } from "./searchRows.ts";

/** MLflow's clients log to the experiment "0" when none was chosen. */
const DEFAULT_ID = "0";
const DEFAULT_NAME = "Default";

const nameSchema = withoutControls(
  z.string("Give the name.").trim().min(1, "Give the name.").max(500, "A name has at most 500 characters."),
);
/** Said, it would have to be kept to: artifacts would be looked for where this server did not put them. */
const artifactLocationSchema = z
  .string()
  .refine(
    (location) => location === "" || location.startsWith("mlflow-artifacts:"),
    "Artifacts are kept by this server and nowhere else; leave artifact_location out.",
  )
  .default("");
const idSchema = z.object({ experiment_id: z.string("Give the experiment_id.") });

export function presentExperiment(experiment: Experiment): object {
  const attributes = experiment.attributes as Record<string, string>;
  return {
    experiment_id: mlflowId(experiment.id),
    name: experiment.name,
    artifact_location: `mlflow-artifacts:/${mlflowId(experiment.id)}`,
    lifecycle_stage: experiment.archivedAt === null ? "active" : "deleted",
    creation_time: experiment.createdAt.getTime(),
    last_update_time: experiment.updatedAt.getTime(),
    tags: Object.entries(attributes).map(([key, value]) => ({ key, value })),
  };
}

/** The experiment, for an actor with the role. "0" is the one that is there without having been made. */
export async function requireExperiment(
  services: Services,
  actor: Actor,
  id: string,
  role: "VIEWER" | "EDITOR",
): Promise<Experiment> {
  const rowId =
    id === DEFAULT_ID
      ? (await findOrCreateExperiment(services, actor, { name: DEFAULT_NAME })).id
      : rowIdOf(id, "experiment");
  const experiment = await services.prisma.experiment.findUnique({ where: { id: rowId } });
  await new ProjectAccess(services.prisma, actor).requireRole(experiment?.projectId, role, "experiment");
  if (experiment === null) {
    throw new NotFoundError("There is no such experiment.");
  }
  return experiment;
}

function requireChangeable({ services, actor, input }: Call): Promise<Experiment> {
  return requireExperiment(services, actor, parseInput(idSchema, input).experiment_id, "EDITOR");
}

async function rename(call: Call): Promise<object> {
  const { new_name: name } = parseInput(z.object({ new_name: nameSchema }), call.input);
  const { id } = await requireChangeable(call);
  await renameExperiment(call.services, id, name);
  return {};
}

export const experimentEndpoints: readonly Endpoint[] = [
  post("experiments/create", async ({ services, actor, input }) => {
    const schema = z.object({
      name: nameSchema,
      tags: pairsSchema.default([]),
      artifact_location: artifactLocationSchema,
    });
    const { name, tags } = parseInput(schema, input);
    const id = await createExperiment(services, actor, { name, attributes: objectOfPairs(tags) });
    return { experiment_id: mlflowId(id) };
  }),
  {
    methods: ["GET", "POST"],
    path: "experiments/search",
    async handle({ services, actor, input }) {
      const query = parseInput(pageSchema.extend({ view_type: viewTypeSchema }), input);
      const archivedAt = { ACTIVE_ONLY: null, DELETED_ONLY: { not: null }, ALL: undefined }[query.view_type];
      const all = await services.prisma.experiment.findMany({
        where: { project: memberOf(actor), ...(archivedAt === undefined ? {} : { archivedAt }) },
        orderBy: { id: "desc" },
      });
      const found = ordered(all.filter(selects(query.filter, searchedValue)), query.order_by, searchedValue);
      const offset = offsetOf(query.page_token);
      const page = found.slice(offset, offset + query.max_results);
      return {
        experiments: page.map(presentExperiment),
        ...nextPageToken(offset + page.length, offset + page.length < found.length),
      };
    },
  },
  get("experiments/get", async ({ services, actor, input }) => {
    const { experiment_id } = parseInput(idSchema, input);
    return { experiment: presentExperiment(await requireExperiment(services, actor, experiment_id, "VIEWER")) };
  }),
  get("experiments/get-by-name", async ({ services, actor, input }) => {
    const { experiment_name } = parseInput(z.object({ experiment_name: nameSchema }), input);
    const experiment = await services.prisma.experiment.findFirst({
      where: { name: experiment_name, project: memberOf(actor) },
      orderBy: { id: "asc" },
    });
    if (experiment === null) {
      throw new NotFoundError(`Could not find experiment with name '${experiment_name}'`);
    }
    return { experiment: presentExperiment(experiment) };
  }),
  post("experiments/update", rename),
  post("experiments/delete", async (call) => {
    await archiveExperiment(call.services, (await requireChangeable(call)).id);
    return {};
  }),
  post("experiments/restore", async (call) => {
    await restoreExperiment(call.services, (await requireChangeable(call)).id);
    return {};
  }),
  post("experiments/set-experiment-tag", async (call) => {
    const { key, value } = parseInput(z.object({ key: keySchema, value: textSchema.default("") }), call.input);
    const { id } = await requireChangeable(call);
    await setAttributes(call.services, "experiment", id, { [key]: value });
    return {};
  }),
  post("experiments/delete-experiment-tag", async (call) => {
    const { key } = parseInput(z.object({ key: keySchema }), call.input);
    const { id } = await requireChangeable(call);
    await deleteAttribute(call.services, "experiment", id, key);
    return {};
  }),
];

const searchedValue: ValueOf<Experiment> = (experiment, { kind, key }) => {
  if (kind === "tag") {
    return ownText(experiment.attributes, key);
  }
  switch (kind === "attribute" ? key : "") {
    case "name":
      return experiment.name;
    case "experiment_id":
      return mlflowId(experiment.id);
    case "creation_time":
      return experiment.createdAt.getTime();
    case "last_update_time":
      return experiment.updatedAt.getTime();
    default:
      throw new InvalidInputError(
        `Experiments are searched by name, creation_time, last_update_time and tags, not by ${kind} ${key}.`,
        "filter",
      );
  }
};

import { randomBytes } from "node:crypto";
import { LARGEST_STEP } from "@maskyard/store";
import { z } from "zod";
import { deleteAttribute, setAttributes } from "../../domain/attributes/setAttributes.ts";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { addModelParameters } from "../../domain/loggedModel/addModelParameters.ts";
import { createLoggedModel, type NewLoggedModel } from "../../domain/loggedModel/createLoggedModel.ts";
import { deleteLoggedModel } from "../../domain/loggedModel/deleteLoggedModel.ts";
import { finishLoggedModel } from "../../domain/loggedModel/finishLoggedModel.ts";
import { markOutputs } from "../../domain/loggedModel/markOutputs.ts";
import { requireLoggedModel } from "../../domain/loggedModel/requireLoggedModel.ts";
import { artifactPath } from "../../domain/path/artifactPath.ts";
import { requireExternalRun } from "../../domain/run/requireExternalRun.ts";
import { listArtifacts } from "../../domain/runArtifact/listArtifacts.ts";
import { presentListed } from "./artifactRoutes.ts";
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
  wholeSchema,
} from "./endpoint.ts";
import { requireExperiment } from "./experimentEndpoints.ts";
import { rowIdOf } from "./ids.ts";
import { finalStatusOf, presentedModel, presentLoggedModel, rowIdOfModel } from "./presentLoggedModel.ts";
import { artifactUri } from "./presentRun.ts";
import { searchLoggedModels } from "./searchLoggedModels.ts";

const nameSchema = z
  .string()
  .max(200, "A model's name has at most 200 characters.")
  .refine(
    (name) => artifactPath.safeParse(name).success && !/[/:.%"']/.test(name),
    `A model's name is not empty and has none of / : . % " '`,
  );

/** As the row keeps it. */
const stepSchema = wholeSchema(z.number("step is a whole number.").int().min(0).max(LARGEST_STEP));
const idSchema = z.object({ model_id: z.string("Give the model_id.").transform(rowIdOfModel) });

/** The model that a call names, for an actor with the role. */
function requireModelOf({ services, actor, input }: Call, role: "VIEWER" | "EDITOR") {
  return requireLoggedModel(services, actor, parseInput(idSchema, input).model_id, role);
}

async function presented({ services }: Call, id: string): Promise<object> {
  return presentLoggedModel(
    await services.prisma.loggedModel.findUniqueOrThrow({ where: { id }, include: presentedModel }),
  );
}

/** The run that holds the model: that which logged it, or one made for it. */
async function runToHold(
  call: Call,
  values: { source_run_id: string; experiment_id: string; name: string },
): Promise<NewLoggedModel["run"]> {
  const { services, actor } = call;
  if (values.source_run_id !== "") {
    return { id: (await requireExternalRun(services, actor, rowIdOf(values.source_run_id, "run"))).id };
  }
  const experiment = await requireExperiment(services, actor, values.experiment_id, "EDITOR");
  return {
    projectId: experiment.projectId,
    experimentId: experiment.id,
    name: () => values.name,
    createdById: actor.userId,
  };
}

export const loggedModelEndpoints: readonly Endpoint[] = [
  post("logged-models", async (call) => {
    const schema = z.object({
      experiment_id: z.string().default("0"),
      name: nameSchema.default(() => `model-${randomBytes(4).toString("hex")}`),
      model_type: z.string().max(500, "model_type has at most 500 characters.").default(""),
      source_run_id: z.string().default(""),
      params: pairsSchema.default([]),
      tags: pairsSchema.default([]),
    });
    const values = parseInput(schema, call.input);
    const id = await createLoggedModel(call.services, {
      run: await runToHold(call, values),
      name: values.name,
      modelType: values.model_type,
      parameters: objectOfPairs(values.params),
      attributes: objectOfPairs(values.tags),
    });
    return { model: await presented(call, id) };
  }),
  get("logged-models/:model_id", async (call) => ({
    model: await presented(call, (await requireModelOf(call, "VIEWER")).id),
  })),
  patch("logged-models/:model_id", async (call) => {
    const model = await requireModelOf(call, "EDITOR");
    const { status } = parseInput(z.object({ status: z.string().default("") }), call.input);
    const final = finalStatusOf(status);
    if (final === undefined) {
      throw new InvalidInputError("status is LOGGED_MODEL_READY or LOGGED_MODEL_UPLOAD_FAILED.", "status");
    }
    await finishLoggedModel(call.services, model, final);
    return { model: await presented(call, model.id) };
  }),
  remove("logged-models/:model_id", async (call) => {
    await deleteLoggedModel(call.services, await requireModelOf(call, "EDITOR"));
    return {};
  }),
  post("logged-models/search", (call) => searchLoggedModels(call)),
  patch("logged-models/:model_id/tags", async (call) => {
    const model = await requireModelOf(call, "EDITOR");
    const { tags } = parseInput(z.object({ tags: pairsSchema.default([]) }), call.input);
    await setAttributes(call.services, "logged_model", model.id, objectOfPairs(tags));
    return { model: await presented(call, model.id) };
  }),
  remove("logged-models/:model_id/tags/:tag_key", async (call) => {
    const model = await requireModelOf(call, "EDITOR");
    const { tag_key } = parseInput(z.object({ tag_key: keySchema }), call.input);
    if (!(await deleteAttribute(call.services, "logged_model", model.id, tag_key))) {
      throw new InvalidInputError(`The model has no tag ${JSON.stringify(tag_key)}.`, "tag_key");
    }
    return {};
  }),
  post("logged-models/:model_id/params", async (call) => {
    const model = await requireModelOf(call, "EDITOR");
    const { params } = parseInput(z.object({ params: pairsSchema.default([]) }), call.input);
    await addModelParameters(call.services, model.id, objectOfPairs(params));
    return {};
  }),
  get("logged-models/:model_id/artifacts/directories", async (call) => {
    const model = await requireModelOf(call, "VIEWER");
    const schema = z.object({ artifact_directory_path: artifactPath.or(z.literal("")).default("") });
    const within = parseInput(schema, call.input).artifact_directory_path;
    const folder = within === "" ? model.path : `${model.path}/${within}`;
    const files = await listArtifacts(call.services, { runId: model.runId }, folder);
    const run = await call.services.prisma.run.findUniqueOrThrow({ where: { id: model.runId } });
    const before = within === "" ? "" : `${within}/`;
    return {
      root_uri: `${artifactUri(run)}/${model.path}`,
      files: files.map((file) => presentListed({ ...file, name: `${before}${file.name}` })),
    };
  }),
  post("runs/outputs", async (call) => {
    const schema = z.object({
      run_id: z.string("Give the run_id."),
      models: z.array(z.object({ model_id: z.string().transform(rowIdOfModel), step: stepSchema.default(0) })),
    });
    const { run_id, models } = parseInput(schema, call.input);
    const { id: runId } = await requireExternalRun(call.services, call.actor, rowIdOf(run_id, "run"));
    await markOutputs(
      call.services,
      runId,
      models.map(({ model_id, step }) => ({ modelId: model_id, step })),
    );
    return {};
  }),
];

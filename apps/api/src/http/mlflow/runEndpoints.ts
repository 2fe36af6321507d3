import { z } from "zod";
import { InvalidInputError, NotFoundError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { withoutControls } from "../../domain/errors/withoutControls.ts";
import { requireLoggedModel } from "../../domain/loggedModel/requireLoggedModel.ts";
import { artifactPath } from "../../domain/path/artifactPath.ts";
import { addInputs } from "../../domain/run/addInputs.ts";
import { createExternalRun } from "../../domain/run/createExternalRun.ts";
import { deleteRunTag, logToRun } from "../../domain/run/logToRun.ts";
import { requireExternalRun } from "../../domain/run/requireExternalRun.ts";
import { updateExternalRun } from "../../domain/run/updateExternalRun.ts";
import { updateRuns } from "../../domain/run/updateRuns.ts";
import { listArtifacts } from "../../domain/runArtifact/listArtifacts.ts";
import { presentListed } from "./artifactRoutes.ts";
import {
  type Call,
  type Endpoint,
  get,
  keySchema,
  objectOfPairs,
  pairsSchema,
  post,
  textSchema,
  wholeSchema,
} from "./endpoint.ts";
import { requireExperiment } from "./experimentEndpoints.ts";
import { rowIdOf } from "./ids.ts";
import { inputsSchema } from "./inputsSchema.ts";
import { rowIdOfModel } from "./presentLoggedModel.ts";
import { artifactUri, presentedRun, presentRun, presentRunInfo } from "./presentRun.ts";
import { MLFLOW_STATUSES, runStatusOf } from "./runStatus.ts";
import { nextPageToken, offsetOf, pageSchema, viewTypeSchema } from "./searchPage.ts";
import { searchRunsSql } from "./searchRuns.ts";

const TIME = "A time is milliseconds since 1970, before the year 10000.";
const timeSchema = wholeSchema(
  z
    .number(TIME)
    .int(TIME)
    .min(0, TIME)
    .max(Date.UTC(9999, 11, 31), TIME),
).transform((ms) => new Date(ms));
const idSchema = z
  .object({ run_id: z.string().optional(), run_uuid: z.string().optional() })
  .transform(({ run_id, run_uuid }) => rowIdOf(run_id ?? run_uuid ?? "", "run"));

/** The run that a call writes to. */
export async function requireRunOf({ services, actor, input }: Call) {
  return requireExternalRun(services, actor, parseInput(idSchema, input));
}

/** A run of a project the actor is a member of, with its series, whoever trained it. */
export async function readRun({ services, actor }: Call, runId: string) {
  const run = await services.prisma.run.findFirst({
    where: { id: runId, project: { members: { some: { userId: actor.userId } } } },
    include: presentedRun,
  });
  if (run === null) {
    throw new NotFoundError("There is no such run.");
  }
  return run;
}

async function archive(call: Call, archived: boolean): Promise<object> {
  const run = await requireRunOf(call);
  await updateRuns(call.services, call.actor, { ids: [run.id], archived });
  return {};
}

export const runEndpoints: readonly Endpoint[] = [
  post("runs/create", async (call) => {
    const { services, actor } = call;
    const schema = z.object({
      experiment_id: z.string().default("0"),
      user_id: z.string().max(200).optional(),
      run_name: withoutControls(z.string().trim().max(200, "A name has at most 200 characters.")).optional(),
      start_time: timeSchema.optional(),
      tags: pairsSchema.default([]),
    });
    const { experiment_id, user_id, run_name, start_time, tags } = parseInput(schema, call.input);
    const experiment = await requireExperiment(services, actor, experiment_id, "EDITOR");
    const { "mlflow.runName": tagName, ...attributes } = objectOfPairs(tags);
    const id = await createExternalRun(services, {
      projectId: experiment.projectId,
      experimentId: experiment.id,
      name: (number) => run_name || tagName || `${experiment.name} ${number}`,
      attributes: { ...(user_id ? { "mlflow.user": user_id } : {}), ...attributes },
      startedAt: start_time,
      createdById: actor.userId,
    });
    return { run: presentRun(await readRun(call, id)) };
  }),
  get("runs/get", async (call) => ({ run: presentRun(await readRun(call, parseInput(idSchema, call.input))) })),
  post("runs/update", async (call) => {
    const run = await requireRunOf(call);
    const schema = z.object({
      status: z.enum(MLFLOW_STATUSES, `status is one of ${MLFLOW_STATUSES.join(", ")}.`).optional(),
      end_time: timeSchema.optional(),
      run_name: withoutControls(z.string().trim().min(1).max(200, "A name has at most 200 characters.")).optional(),
    });
    const { status, end_time, run_name } = parseInput(schema, call.input);
    const own = status === undefined ? undefined : runStatusOf(status);
    await updateExternalRun(call.services, {
      runId: run.id,
      name: run_name,
      // The program that says so of its run is scheduled elsewhere: no trainer here is to take it.
      status: own === "QUEUED" ? "RUNNING" : own,
      finishedAt: end_time,
    });
    return { run_info: presentRunInfo(await readRun(call, run.id)) };
  }),
  post("runs/delete", (call) => archive(call, true)),
  post("runs/restore", (call) => archive(call, false)),
  post("runs/log-parameter", async (call) => {
    const run = await requireRunOf(call);
    const { key, value } = parseInput(z.object({ key: keySchema, value: textSchema.default("") }), call.input);
    await logToRun(call.services, run.id, { parameters: { [key]: value } });
    return {};
  }),
  post("runs/set-tag", async (call) => {
    const run = await requireRunOf(call);
    const { key, value } = parseInput(z.object({ key: keySchema, value: textSchema.default("") }), call.input);
    await logToRun(call.services, run.id, { tags: { [key]: value } });
    return {};
  }),
  post("runs/delete-tag", async (call) => {
    const run = await requireRunOf(call);
    const { key } = parseInput(z.object({ key: keySchema }), call.input);
    await deleteRunTag(call.services, run.id, key);
    return {};
  }),
  post("runs/search", async (call) => {
    const schema = pageSchema.extend({
      experiment_ids: z.array(z.string()).default([]),
      run_view_type: viewTypeSchema,
    });
    const query = parseInput(schema, call.input);
    if (query.experiment_ids.length > 1_000) {
      throw new InvalidInputError("At most 1,000 experiments are searched at once.", "experiment_ids");
    }
    const experiments = await Promise.all(
      query.experiment_ids.map((id) => requireExperiment(call.services, call.actor, id, "VIEWER")),
    );
    const offset = offsetOf(query.page_token);
    const { rows } = await call.services.pool.query<{ id: string }>(
      searchRunsSql({
        experimentIds: experiments.map(({ id }) => id),
        filter: query.filter,
        orderBy: query.order_by,
        viewType: query.run_view_type,
        offset,
        limit: query.max_results + 1,
      }),
    );
    const ids = rows.slice(0, query.max_results).map(({ id }) => id);
    const runs = await call.services.prisma.run.findMany({
      where: { id: { in: ids } },
      include: presentedRun,
    });
    const byId = new Map(runs.map((run) => [run.id, run]));
    return {
      runs: ids.flatMap((id) => byId.get(id) ?? []).map(presentRun),
      ...nextPageToken(offset + ids.length, rows.length > query.max_results),
    };
  }),
  get("artifacts/list", async (call) => {
    const run = await readRun(call, parseInput(idSchema, call.input));
    const { path } = parseInput(z.object({ path: artifactPath.or(z.literal("")).default("") }), call.input);
    const files = await listArtifacts(call.services, { runId: run.id }, path);
    const within = path === "" ? "" : `${path}/`;
    return {
      root_uri: artifactUri(run),
      files: files.map((file) => presentListed({ ...file, name: `${within}${file.name}` })),
    };
  }),
  post("runs/log-inputs", async (call) => {
    const run = await requireRunOf(call);
    const { models, datasets } = parseInput(inputsSchema, call.input);
    for (const { model_id } of models)
      await requireLoggedModel(call.services, call.actor, rowIdOfModel(model_id), "VIEWER");
    await addInputs(call.services, run.id, { models: models.map(({ model_id }) => model_id), datasets });
    return {};
  }),
];

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type InputPlace, inputPlaces } from "../testing/nasty/inputPlaces.ts";
import { type LoggedRows, mlflowCalls, mlflowPlaces, noteMissing } from "../testing/nasty/mlflowPlaces.ts";
import { type NastyValue, nastyValues } from "../testing/nasty/nastyValues.ts";
import { routePlaces } from "../testing/nasty/routePlaces.ts";
import { type Problem, sendToGraph, sendToMlflow, sendToRoute } from "../testing/nasty/sendNasty.ts";
import { type SecretProject, startSecretProject } from "../testing/startSecretProject.ts";

/**
 * Every input of every door is sent what nobody expects there, and answers with 2xx or 4xx. Here each input gets one of the values, another one by its place
 * in the list and by NASTY_SEED; `npm run bench -- nasty` sends all of them.
 */
const sendsAll = process.env.NASTY_VALUES === "all";
const seed = Number(process.env.NASTY_SEED ?? 1);
const TIMEOUT_MS = sendsAll ? 7_200_000 : 300_000;
const AT_ONCE = 4;

let project: SecretProject;
let api: SecretProject["api"];
let owner: SecretProject["owner"];
let logged: LoggedRows;

async function call(path: string, payload: object) {
  const headers = { authorization: `Bearer ${owner.token}` };
  const response = await api.fastify.inject({ method: "POST", url: `/api/2.0/mlflow/${path}`, headers, payload });
  expect([path, response.statusCode, response.body]).toEqual([path, 200, expect.anything()]);
  return response.json();
}

beforeAll(async () => {
  project = await startSecretProject();
  ({ api, owner } = project);
  await api.listen();
  const { experiment_id: experimentId } = await call("experiments/create", { name: "logged" });
  const { run } = await call("runs/create", { experiment_id: experimentId });
  const runId = run.info.run_id;
  await call("runs/log-metric", { run_id: runId, key: "loss", value: 1, timestamp: 1, step: 0 });
  const { model } = await call("logged-models", { experiment_id: experimentId, name: "m", source_run_id: runId });
  await api.fastify.inject({
    method: "PUT",
    url: `/api/2.0/mlflow-artifacts/artifacts/${experimentId}/${runId}/artifacts/folder/file`,
    headers: { authorization: `Bearer ${owner.token}`, "content-type": "text/plain" },
    payload: "bytes",
  });
  await call("registered-models/create", { name: "nasty model" });
  await call("model-versions/create", { name: "nasty model", source: `runs:/${runId}/folder` });
  logged = { runId, experimentId, modelId: model.info.model_id, registeredName: "nasty model" };
}, TIMEOUT_MS);

afterAll(async () => {
  await project?.api.close();
});

/** Sends to each place all the values, or one that is another from place to place; says what came back otherwise than it should. */
async function sendEach<Place extends { readonly name: string }>(
  places: readonly Place[],
  send: (place: Place, value: NastyValue) => Promise<Problem>,
): Promise<string[]> {
  const chosen = (index: number): readonly NastyValue[] =>
    sendsAll ? nastyValues : [nastyValues[(index * 7 + seed) % nastyValues.length] as NastyValue];
  const cells = places.flatMap((place, index) => chosen(index).map((value) => ({ place, value })));
  const problems: string[] = [];
  const work = async (): Promise<void> => {
    for (let cell = cells.pop(); cell !== undefined; cell = cells.pop()) {
      const { place, value } = cell;
      const problem = await send(place, value).catch((error: Error) => `no answer: ${error.stack}`);
      if (problem !== null) problems.push(`${place.name} <- ${value.name}: ${problem}`);
    }
  };
  const total = cells.length;
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (sendsAll) console.log(`${total} cells of ${places.length} places, ${problems.length} problems`);
  return problems;
}

test("every input of the graph", { timeout: TIMEOUT_MS }, async () => {
  const places = inputPlaces(project);
  expect(places.length).toBeGreaterThan(300);
  // What a mutation deletes for good, others need: their place comes last.
  const ordered = [...places].sort((a, b) => Number(/^delete/.test(b.name)) - Number(/^delete/.test(a.name)));
  expect(await sendEach<InputPlace>(ordered, (place, value) => sendToGraph(api, owner, place, value))).toEqual([]);
});

describe("MLflow's API", () => {
  test("every field of every route", { timeout: TIMEOUT_MS }, async () => {
    const places = mlflowPlaces(logged);
    expect(await sendEach(places, (place, value) => sendToMlflow(api, owner, place, value))).toEqual([]);
  });

  test("no route reads a field that there is no sample of", { timeout: TIMEOUT_MS }, async () => {
    const { services } = api;
    const actor = { ...owner, name: "owner", credential: "token" } as const;
    const missing = new Set<string>();
    for (const { endpoint, method, input } of mlflowCalls(logged)) {
      const fields = new Set<string>();
      const noted = noteMissing(input, fields) as Record<string, unknown>;
      endpoint.pointsOf?.(noted);
      await endpoint.handle({ services, actor, input: noted, digest: "digest" }).catch(() => undefined);
      for (const field of fields) missing.add(`${method} ${endpoint.path} ${field}`);
    }
    expect([...missing]).toEqual([]);
  });
});

test("every other route", { timeout: TIMEOUT_MS }, async () => {
  const places = routePlaces(project, api.routes);
  expect(await sendEach(places, (place, value) => sendToRoute(api, owner, place, value))).toEqual([]);
});

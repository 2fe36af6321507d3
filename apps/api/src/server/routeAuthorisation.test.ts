import { newId } from "@maskyard/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeGlobalId } from "../domain/ids/globalId.ts";
import { type SecretProject, startSecretProject } from "../testing/startSecretProject.ts";

let project: SecretProject;
let api: SecretProject["api"];
let owner: SecretProject["owner"];
let stranger: SecretProject["stranger"];
let uploadUrl: SecretProject["uploadUrl"];
let ids: SecretProject["ids"];

beforeAll(async () => {
  project = await startSecretProject();
  ({ api, owner, stranger, uploadUrl, ids } = project);
});

afterAll(async () => {
  await project?.api.close();
});

describe("routes", () => {
  /** Routes that answer strangers, with the reason. */
  const open: Record<string, string> = {
    "/healthz": "tells up or down",
    "/api/auth/*": "signing in",
    "/api/machine/sign-in-link": "signed with the server's secret: machineRoutes.test.ts",
    "/graphql": "each field asks: authorisation.test.ts",
  };
  /** Routes that have nothing of a project in their address: they answer everybody signed in, with what is theirs. */
  const ofWhoeverAsks = new Set([
    "/files/runs",
    ...[
      "experiments/create",
      "experiments/search",
      "registered-models/create",
      "registered-models/search",
      "model-versions/search",
    ].map((path) => `/api/2.0/mlflow/${path}`),
  ]);

  function urlOf(route: string): string {
    return route
      .replace(":imageId", ids.Image ?? "")
      .replace("/files/uploads/:uploadId", uploadUrl)
      .replace(":artifactId", ids.RunArtifact ?? "")
      .replace(":checkpointId", ids.Checkpoint ?? "")
      .replace(":runId", ids.Run ?? "")
      .replace(":runId", ids.Run ?? "")
      .replace(":modelName/:reference", `${encodeURIComponent("Secret model")}/1`)
      .replace(":importId", ids.Import ?? "")
      .replace(":datasetId", ids.Dataset ?? "")
      .replace(":snapshotId", ids.Snapshot ?? "");
  }

  /** A call of MLflow's client on what is the owner's. */
  function mlflowRequest(method: string, url: string) {
    const rowId = (id: string | undefined) =>
      Buffer.from(id ?? "", "base64url")
        .toString()
        .split(":")[1] ?? "";
    const input = {
      run_id: rowId(ids.Run),
      experiment_id: rowId(ids.Experiment),
      experiment_ids: [rowId(ids.Experiment)],
      experiment_name: "Secret experiment",
      metric_key: "loss",
      key: "k",
      value: "1",
      new_name: "n",
      name: /model-versions|registered-models\/(?!create)/.test(url) ? "Secret model" : "n",
      version: "1",
      alias: "production",
      source: `models:/m-${rowId(ids.LoggedModel).replaceAll("-", "")}`,
      models: [{ model_id: `m-${rowId(ids.LoggedModel).replaceAll("-", "")}` }],
      path: `e/${rowId(ids.Run)}/artifacts/secret`,
    };
    const { experiment_ids: _list, models: _models, ...query } = input;
    return {
      method: method as "GET",
      url: url
        .replace("artifacts/*", `artifacts/e/${rowId(ids.Run)}/artifacts/secret/artifact.txt`)
        .replace(":model_id", `m-${rowId(ids.LoggedModel).replaceAll("-", "")}`)
        .replace(":tag_key", "k")
        .replace("*", "other"),
      headers: { "content-type": "application/json" },
      ...(method === "GET" || method === "HEAD" || method === "OPTIONS" || method === "TRACE"
        ? { query: Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)])) }
        : { payload: input }),
    };
  }

  test("every other route refuses nobody, foreigners and bad tokens", async () => {
    const routes = api.routes.filter((route) => open[route.url] === undefined);
    expect(routes.map((route) => route.url)).toContain("/files/images/:imageId/thumbnail");
    const own = await api.fastify.inject({
      method: "HEAD",
      url: uploadUrl,
      headers: { authorization: `Bearer ${owner.token}` },
    });
    expect(own.statusCode).toBe(200);
    for (const { method, url } of routes) {
      const request = /^\/api\/[23]\.0\/mlflow/.test(url)
        ? mlflowRequest(method, url)
        : {
            method: method as "GET",
            url: urlOf(url),
            query: { dataset: ids.Dataset ?? "", project: ids.Project ?? "", name: "weights", fingerprint: "f" },
            ...(method === "POST" ? { payload: Buffer.from("x"), headers: { "content-type": "application/zip" } } : {}),
          };
      const nobody = await api.fastify.inject(request);
      expect([method, url, nobody.statusCode]).toEqual([method, url, 401]);
      const headers = (token: string) => ({ ...request.headers, authorization: `Bearer ${token}` });
      const foreign = await api.fastify.inject({ ...request, headers: headers(stranger.token) });
      if (ofWhoeverAsks.has(url)) {
        expect(foreign.body).not.toMatch(/Secret/);
      } else {
        expect([method, url, foreign.statusCode]).toEqual([method, url, 404]);
      }
      const bad = await api.fastify.inject({
        ...request,
        headers: headers("msk_000000000000000000000000000000000000"),
      });
      expect([method, url, bad.statusCode]).toEqual([method, url, 401]);
    }
  });

  test("ids that are none are not found", async () => {
    for (const id of ["x", "..%2f..%2fetc%2fpasswd", encodeGlobalId("Image", newId()), ids.Run]) {
      const response = await api.fastify.inject({
        url: `/files/images/${id}`,
        headers: { authorization: `Bearer ${owner.token}` },
      });
      expect(response.statusCode).toBe(404);
    }
  });
});

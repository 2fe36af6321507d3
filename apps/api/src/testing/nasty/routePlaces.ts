import type { SecretProject } from "../startSecretProject.ts";
import { MARK } from "./inputPlaces.ts";

/** A request that is right, by the parts that a client chooses. */
interface RouteSample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly type?: string;
}

/** One part of a request to a route, with the mark in it. */
export interface RoutePlace {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly sample: RouteSample;
}

const readerOptions = {
  ...{ columns: "file=a", vocBase: "0", classAttribute: "c", frame: "raw", crowds: "objects", tracks: "keyframes" },
  ...{ maskValues: "numbers", coordinates: "pixels", scaleToImage: "true" },
};
const exportOptions = { format: "coco", images: "false", vocBase: "0", cocoLayout: "folders", columns: "file=a" };
const tus = { "tus-resumable": "1.0.0" };

/** Every route beside the graph and MLflow's. A test holds the list against those that there are. */
function routeSamples({
  ids,
  uploadUrl,
  snapshotHash,
}: Pick<SecretProject, "ids" | "uploadUrl" | "snapshotHash">): Record<string, RouteSample> {
  const id = (type: string): string => ids[type] ?? "";
  const uploadId = uploadUrl.split("/").at(-1) ?? "";
  const row = Buffer.from(id("Run"), "base64url").toString().slice(4);
  const proxied = { "*": `e/${row}/artifacts/secret/artifact.txt` };
  return {
    "GET /files/images/:imageId": { params: { imageId: id("Image") }, headers: { "if-none-match": '"x"' } },
    "GET /files/images/:imageId/thumbnail": { params: { imageId: id("Image") }, query: { side: "160" } },
    "GET /files/images/:imageId/display": { params: { imageId: id("Image") } },
    "GET /files/checkpoints/:checkpointId": { params: { checkpointId: id("Checkpoint") } },
    "GET /files/artifacts/:artifactId": { params: { artifactId: id("RunArtifact") } },
    "GET /files/runs": { query: { format: "csv" } },
    "GET /files/runs/:runId/metrics": { params: { runId: id("Run") }, query: { format: "csv" } },
    "GET /files/imports/:importId/ledger": { params: { importId: id("Import") }, query: { format: "csv" } },
    "GET /files/datasets/:datasetId/export": {
      params: { datasetId: id("Dataset") },
      query: { ...exportOptions, split: id("Split") },
    },
    "GET /files/snapshots/:snapshotId/export": { params: { snapshotId: snapshotHash }, query: exportOptions },
    "GET /files/models/:modelName/:reference": {
      params: { modelName: "Secret model", reference: "1" },
      query: { project: id("Project") },
    },
    "POST /files/imports": {
      query: { dataset: "nasty", format: "coco", split: "none", source: "a.zip", upload: uploadId, ...readerOptions },
      body: "PK",
      type: "application/zip",
    },
    "POST /files/uploads": {
      query: { dataset: "nasty", source: "a.zip", fingerprint: "f" },
      headers: { ...tus, "upload-length": "9" },
    },
    "HEAD /files/uploads/:uploadId": { params: { uploadId } },
    "PATCH /files/uploads/:uploadId": {
      params: { uploadId },
      headers: { ...tus, "upload-offset": "5" },
      body: "abc",
      type: "application/offset+octet-stream",
    },
    "DELETE /files/uploads/:uploadId": { params: { uploadId: "01a22742-ffff-7fff-8fff-ffffffffffff" } },
    "POST /files/weights": {
      query: { name: "nasty", project: id("Project") },
      body: "PK",
      type: "application/octet-stream",
    },
    "GET /api/2.0/mlflow-artifacts/artifacts": { query: { path: `e/${row}/artifacts` } },
    "GET /api/2.0/mlflow-artifacts/artifacts/*": { params: proxied },
    "PUT /api/2.0/mlflow-artifacts/artifacts/*": { params: proxied, body: "abc", type: "text/plain" },
    "DELETE /api/2.0/mlflow-artifacts/artifacts/*": { params: proxied },
    "POST /api/2.0/mlflow-artifacts/*": { params: { "*": "mpu/create" }, body: "{}", type: "application/json" },
    "POST /api/2.0/mlflow/*": { params: { "*": "traces" }, body: "{}", type: "application/json" },
    "POST /api/3.0/mlflow/*": { params: { "*": "traces" }, body: "{}", type: "application/json" },
    "POST /api/auth/*": {
      params: { "*": "sign-in/email" },
      body: '{"email":"a@example.org","password":"wrong password"}',
      type: "application/json",
    },
    "GET /api/auth/*": { params: { "*": "get-session" }, query: { disableCookieCache: "true" } },
    "POST /api/machine/sign-in-link": { headers: { authorization: "Bearer x" } },
    "POST /graphql": { body: '{"query":"{ viewer { id } }"}', type: "application/json" },
    "GET /graphql": { query: { query: "{ viewer { id } }" } },
    "GET /healthz": { query: { x: "1" } },
  };
}

/** Methods that answer as another does, or say that a part of MLflow's API is not here. */
function isAnsweredAlike(method: string, url: string): boolean {
  return (
    /^\/api\/[23]\.0\/mlflow(?:-artifacts)?\/\*$/.test(url) ||
    (method === "HEAD" && url !== "/files/uploads/:uploadId") ||
    (/^\/api\/2\.0\/mlflow\//.test(url) && !url.endsWith("*"))
  );
}

export function routePlaces(
  project: Pick<SecretProject, "ids" | "uploadUrl" | "snapshotHash">,
  routes: readonly { readonly method: string; readonly url: string }[],
): RoutePlace[] {
  const samples = routeSamples(project);
  for (const { method, url } of routes) {
    if (samples[`${method} ${url}`] === undefined && !isAnsweredAlike(method, url)) {
      throw new Error(`routePlaces: expected a sample of ${method} ${url}: say it here`);
    }
  }
  return Object.entries(samples).flatMap(([route, sample]) => {
    const [method = "", url = ""] = route.split(" ");
    const parts = (["params", "query", "headers"] as const).flatMap((part) =>
      Object.keys(sample[part] ?? {}).map((key) => ({
        name: `${route} ${part}.${key}`,
        method,
        url,
        sample: { ...sample, [part]: { ...sample[part], [key]: MARK } },
      })),
    );
    const bodies = sample.body === undefined ? [] : bodiesOf(sample.body);
    return [
      ...parts,
      ...bodies.map((body) => ({ name: `${route} body ${body}`, method, url, sample: { ...sample, body } })),
    ];
  });
}

function bodiesOf(body: string): string[] {
  if (!body.startsWith("{")) return [MARK];
  const value = JSON.parse(body) as Record<string, unknown>;
  return [JSON.stringify(MARK), ...Object.keys(value).map((key) => JSON.stringify({ ...value, [key]: MARK }))];
}

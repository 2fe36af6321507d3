import { newId } from "@maskyard/store";
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeGlobalId } from "../graph/globalId.ts";
import { schema } from "../graph/schema.ts";
import { makeCocoZip } from "../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let viewer: TestPerson;
let stranger: TestPerson;
let uploadUrl: string;
let snapshotHash: string;
/** Global ids of one row of each type, all in the owner's project. */
const ids: Record<string, string> = {};
const secrets = [
  "Secret dataset",
  "Secret experiment",
  "images/000.jpg",
  "Secret run",
  "Secret split",
  "Secret weights",
  "Secret model",
  "Secret sweep",
  "Secret webhook",
  "secret/artifact.txt",
  "secret.example.org",
  "Secret series",
];

beforeAll(async () => {
  api = await startTestApi();
  const projectId = await api.project("Secret project");
  owner = await api.person({ projectId });
  viewer = await api.person({ projectId, role: "VIEWER" });
  stranger = await api.person({ projectId: await api.project() });
  const { datasetId, importId } = await api.importZip(owner, await makeCocoZip(), { dataset: "Secret dataset" });
  const { prisma } = api.services;
  const dataset = await prisma.dataset.findFirstOrThrow({ where: { name: "Secret dataset" } });
  const image = await prisma.image.findFirstOrThrow({ where: { datasetId: dataset.id } });
  const annotation = await prisma.annotation.findFirstOrThrow({ where: { imageId: image.id } });
  const launched = await api.graph(
    owner,
    `mutation ($input: LaunchRunInput!) { launchRun(input: $input) { ... on LaunchRunSuccess { data { id snapshot { id hash split { id } } } } ... on Error { message } } }`,
    { input: { datasetId, recipe: "MININET", preset: "demo", name: "Secret run" } },
  );
  const run = launched.data.launchRun.data;
  snapshotHash = run.snapshot.hash;
  const findingFix = await prisma.findingFix.create({ data: { datasetId: dataset.id, kind: "tiny", items: [] } });
  const runId = Buffer.from(run.id, "base64url").toString().slice(4);
  const trainer = await prisma.trainer.create({
    data: { name: "t", host: "h", device: "cpu", engineVersion: "1", version: "1" },
  });
  const checkpoint = await prisma.checkpoint.create({
    data: { runId, step: 1, epoch: 1, blobSha256: image.blobSha256, bytes: 10, formatVersion: 1, metrics: {} },
  });
  const evaluation = await prisma.evaluation.create({ data: { runId, step: 1, subset: "VAL", metrics: {} } });
  const prediction = await prisma.prediction.create({
    data: {
      evaluationId: evaluation.id,
      imageId: image.id,
      categoryId: annotation.categoryId,
      score: 0.5,
      geometry: { type: "box" },
      boxX: 0,
      boxY: 0,
      boxWidth: 1,
      boxHeight: 1,
    },
  });
  const experiment = await prisma.experiment.create({ data: { projectId, name: "Secret experiment" } });
  const sweep = await prisma.sweep.create({
    data: {
      projectId,
      number: 1_000,
      name: "Secret sweep",
      method: "GRID",
      datasetId: dataset.id,
      snapshotId: Buffer.from(run.snapshot.id, "base64url").toString().split(":")[1] ?? "",
      recipe: "MININET",
      preset: "demo",
      configuration: {},
      dimensions: [],
      seeds: [1],
      seed: 0,
      metric: "loss",
      goal: "MINIMIZE",
    },
  });
  await prisma.run.update({ where: { id: runId }, data: { sweepId: sweep.id, sweepPoint: 0 } });
  const weightsFile = await prisma.weightsFile.create({
    data: { projectId, name: "Secret weights", trainerPath: "secret.pth" },
  });
  const registeredModel = await prisma.registeredModel.create({
    data: { projectId, name: "Secret model", nextVersionNumber: 2 },
  });
  const modelVersion = await prisma.modelVersion.create({
    data: {
      modelId: registeredModel.id,
      number: 1,
      runId,
      checkpointId: checkpoint.id,
      blobSha256: checkpoint.blobSha256,
      contentSha256: checkpoint.blobSha256,
      bytes: 10,
    },
  });
  const loggedModel = await prisma.loggedModel.create({ data: { runId, name: "Secret", path: "models/Secret" } });
  const runArtifact = await prisma.runArtifact.create({
    data: { runId, path: "secret/artifact.txt", blobSha256: image.blobSha256, bytes: 10 },
  });
  const webhook = await prisma.webhook.create({
    data: { projectId, name: "Secret webhook", url: "https://secret.example.org/", sealedSecret: "", events: [] },
  });
  const alertDelivery = await prisma.alertDelivery.create({
    data: { webhookId: webhook.id, kind: "TEST", eventKey: "k", detail: {} },
  });
  const alertRule = await prisma.alertRule.create({
    data: { projectId, series: "Secret series", comparison: "NOT_FINITE" },
  });
  const upload = await api.fastify.inject({
    method: "POST",
    url: "/files/uploads",
    query: { dataset: datasetId, fingerprint: "secret" },
    headers: { authorization: `Bearer ${owner.token}`, "tus-resumable": "1.0.0", "upload-length": "9" },
  });
  uploadUrl = String(upload.headers.location);
  const savedView = await prisma.savedView.create({
    data: { userId: owner.userId, page: "RUNS", name: "Secret view", query: "search=secret" },
  });
  const token = await prisma.apiToken.findFirstOrThrow({ where: { userId: owner.userId } });
  Object.assign(ids, {
    Project: encodeGlobalId("Project", projectId),
    Dataset: datasetId,
    Category: encodeGlobalId("Category", annotation.categoryId),
    Image: encodeGlobalId("Image", image.id),
    Annotation: encodeGlobalId("Annotation", annotation.id),
    FindingFix: encodeGlobalId("FindingFix", findingFix.id),
    Import: importId,
    Split: run.snapshot.split.id,
    Snapshot: run.snapshot.id,
    Run: run.id,
    Experiment: encodeGlobalId("Experiment", experiment.id),
    Checkpoint: encodeGlobalId("Checkpoint", checkpoint.id),
    Evaluation: encodeGlobalId("Evaluation", evaluation.id),
    Prediction: encodeGlobalId("Prediction", prediction.id),
    WeightsFile: encodeGlobalId("WeightsFile", weightsFile.id),
    RegisteredModel: encodeGlobalId("RegisteredModel", registeredModel.id),
    ModelVersion: encodeGlobalId("ModelVersion", modelVersion.id),
    LoggedModel: encodeGlobalId("LoggedModel", loggedModel.id),
    RunArtifact: encodeGlobalId("RunArtifact", runArtifact.id),
    Webhook: encodeGlobalId("Webhook", webhook.id),
    AlertDelivery: encodeGlobalId("AlertDelivery", alertDelivery.id),
    AlertRule: encodeGlobalId("AlertRule", alertRule.id),
    ApiToken: encodeGlobalId("ApiToken", token.id),
    SavedView: encodeGlobalId("SavedView", savedView.id),
    User: encodeGlobalId("User", owner.userId),
    Trainer: encodeGlobalId("Trainer", trainer.id),
    Sweep: encodeGlobalId("Sweep", sweep.id),
  });
});

afterAll(async () => {
  await api?.close();
});

/** Which type's id an argument or input field of a root field takes. */
function idTypeOf(rootField: string, name: string): string {
  const byName: Record<string, string> = {
    datasetId: "Dataset",
    runId: "Run",
    importId: "Import",
    imageId: "Image",
    imageIds: "Image",
    annotationIds: "Annotation",
    categoryId: "Category",
    splitId: "Split",
    fromId: "Snapshot",
    toId: "Snapshot",
    projectId: "Project",
    experimentId: "Experiment",
    evaluationId: "Evaluation",
    sweepId: "Sweep",
    snapshotId: "Snapshot",
    initialWeightsFileId: "WeightsFile",
    initialCheckpointId: "Checkpoint",
    initialModelVersionId: "ModelVersion",
    checkpointId: "Checkpoint",
    modelId: "RegisteredModel",
  };
  const byField: Record<string, string> = {
    node: "Dataset",
    dataset: "Dataset",
    image: "Image",
    run: "Run",
    runsById: "Run",
    import: "Import",
    deleteDataset: "Dataset",
    updateCategory: "Category",
    deleteCategory: "Category",
    deleteSplit: "Split",
    updateAnnotation: "Annotation",
    deleteAnnotation: "Annotation",
    restoreAnnotation: "Annotation",
    undoFix: "FindingFix",
    cancelRun: "Run",
    cancelImport: "Import",
    retryRun: "Run",
    cloneRun: "Run",
    updateRuns: "Run",
    deleteRuns: "Run",
    finishRun: "Run",
    pinCheckpoint: "Checkpoint",
    sweep: "Sweep",
    setSweepPaused: "Sweep",
    stopSweep: "Sweep",
    deleteSweep: "Sweep",
    revokeApiToken: "ApiToken",
    deleteSavedView: "SavedView",
    deleteWeightsFile: "WeightsFile",
    registeredModel: "RegisteredModel",
    updateRegisteredModel: "RegisteredModel",
    updateModelVersion: "ModelVersion",
    deleteModelVersion: "ModelVersion",
    updateWebhook: "Webhook",
    rotateWebhookSecret: "Webhook",
    deleteWebhook: "Webhook",
    testWebhook: "Webhook",
    retryAlertDelivery: "AlertDelivery",
    deleteAlertRule: "AlertRule",
  };
  if (rootField === "mergeCategories") return "Category";
  const found = byName[name] ?? byField[rootField];
  if (found === undefined) {
    throw new Error(`the test does not know whose id ${rootField}(${name}) is: say it here`);
  }
  return found;
}

function exampleOf(type: GraphQLInputType, rootField: string, name: string): unknown {
  if (isNonNullType(type)) {
    return exampleOf(type.ofType, rootField, name);
  }
  if (isListType(type)) {
    return [exampleOf(type.ofType, rootField, name)];
  }
  if (isInputObjectType(type)) {
    if (type.name === "GeometryInput") {
      return { box: { x: 1, y: 1, width: 5, height: 5 } };
    }
    if (type.name === "RegisterModelVersionInput") {
      return { checkpointId: ids.Checkpoint, name: "campus" }; // or a run's artifacts, not both
    }
    if (type.name === "RunGroupingInput") {
      return { property: "DATASET" };
    }
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type) || /Ids?$/.test(field.name))
        .map((field) => [field.name, exampleOf(field.type, rootField, field.name)]),
    );
  }
  if (isEnumType(type)) {
    return type.getValues()[0]?.name;
  }
  if (name === "url") {
    return "https://example.org/";
  }
  if (name === "hash") {
    return snapshotHash;
  }
  const scalars: Record<string, unknown> = {
    ID: "",
    String: "campus",
    Int: 1,
    Float: 0.5,
    Boolean: true,
    DateTime: "2030-01-01T00:00:00Z",
    JSON: {},
  };
  return type.name === "ID" ? ids[idTypeOf(rootField, name)] : scalars[type.name];
}

/** Every scalar field of an answer and one level of objects below it. */
function selectionOf(type: GraphQLOutputType, depth = 2): string {
  const named = getNamedType(type);
  if (isUnionType(named)) {
    return `{ __typename ${named
      .getTypes()
      .map((member) => `... on ${member.name} ${selectionOf(member, depth)}`)
      .join(" ")} }`;
  }
  if (!isObjectType(named)) {
    return named.name === "Node" ? "{ __typename id }" : "";
  }
  const fields = Object.values(named.getFields()).filter((field) => !field.args.some((arg) => isNonNullType(arg.type)));
  const parts = fields.flatMap((field) => {
    if (isLeafType(getNamedType(field.type))) {
      return [field.name];
    }
    const selection = depth > 0 ? selectionOf(field.type, depth - 1) : "";
    return selection === "" ? [] : [`${field.name} ${selection}`];
  });
  return parts.length === 0 ? "" : `{ ${parts.join(" ")} }`;
}

function operationFor(
  kind: "query" | "mutation",
  field: GraphQLField<unknown, unknown>,
): { query: string; variables: Record<string, unknown> } {
  const given = field.args.filter((arg: GraphQLArgument) => isNonNullType(arg.type) || arg.name.endsWith("Id"));
  const declared = given.map((arg) => `$${arg.name}: ${arg.type}`).join(", ");
  const passed = given.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
  return {
    query: `${kind} ${declared === "" ? "" : `(${declared})`} { ${field.name}${passed === "" ? "" : `(${passed})`} ${selectionOf(field.type, 1)} }`,
    variables: Object.fromEntries(given.map((arg) => [arg.name, exampleOf(arg.type, field.name, arg.name)])),
  };
}

const queryFields = Object.values(schema.getQueryType()?.getFields() ?? {});
const mutationFields = Object.values(schema.getMutationType()?.getFields() ?? {});
/** Of no project: they tell everybody signed in the same, or only about oneself. */
const ofNoProject = new Set([
  "viewer",
  "presets",
  "trainers",
  "createApiToken",
  "saveView",
  "setPassword",
  "checkStorage",
]);

describe("nobody", () => {
  test.each(queryFields.filter((field) => field.name !== "viewer").map((field) => [field.name, field] as const))(
    "query %s",
    async (_name, field) => {
      const { query, variables } = operationFor("query", field);
      const answer = await api.graph(null, query, variables);
      expect(answer.status).toBe(401);
      expect(answer.errors[0]?.extensions.code).toBe("UNAUTHENTICATED");
      expect(answer.data ?? { [field.name]: null }).toEqual({ [field.name]: null });
    },
  );

  test.each(mutationFields.map((field) => [field.name, field] as const))("mutation %s", async (_name, field) => {
    const { query, variables } = operationFor("mutation", field);
    const answer = await api.graph(null, query, variables);
    expect(answer.status).toBe(401);
    expect(answer.errors[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });

  test("viewer is null", async () => {
    expect(await api.graph(null, "{ viewer { id } }")).toMatchObject({
      status: 200,
      data: { viewer: null },
      errors: [],
    });
  });
});

describe("somebody of another project", () => {
  test.each(queryFields.filter((field) => !ofNoProject.has(field.name)).map((field) => [field.name, field] as const))(
    "query %s gives nothing away",
    async (_name, field) => {
      const { query, variables } = operationFor("query", field);
      const text = JSON.stringify((await api.graph(stranger, query, variables)).data);
      for (const secret of [...secrets, ...Object.values(ids).filter((id) => id !== ids.Trainer)]) {
        expect(text).not.toContain(secret);
      }
      // The same query gives the owner something, so that an empty answer above means what it says.
      const own = await api.graph(owner, query, {
        ...variables,
        ...(field.name === "project" ? { slug: "none" } : {}),
      });
      expect(own.errors).toEqual([]);
    },
  );

  test.each(
    mutationFields.filter((field) => !ofNoProject.has(field.name)).map((field) => [field.name, field] as const),
  )("mutation %s changes nothing", async (_name, field) => {
    const { query, variables } = operationFor("mutation", field);
    const answer = await api.graph(stranger, query, variables);
    expect(answer.errors).toEqual([]);
    expect(answer.data[field.name].__typename).toBe("NotFoundError");
  });

  test("node of every type is null", async () => {
    for (const [type, id] of Object.entries(ids)) {
      if (type === "Trainer") {
        continue; // serves every project
      }
      const answer = await api.graph(stranger, "query ($id: ID!) { node(id: $id) { __typename id } }", { id });
      expect([type, answer.data.node]).toEqual([type, null]);
      const own = await api.graph(owner, "query ($id: ID!) { node(id: $id) { __typename id } }", { id });
      expect(own.data.node).toEqual({ __typename: type, id });
    }
  });

  test("every type that is a node was tried", () => {
    const nodes = schema.getPossibleTypes(schema.getType("Node") as never).map((type) => type.name);
    expect(Object.keys(ids).sort()).toEqual(nodes.sort());
  });
});

describe("a viewer of the project", () => {
  test.each(
    mutationFields
      .filter((field) => !ofNoProject.has(field.name) && !["revokeApiToken", "deleteSavedView"].includes(field.name))
      .map((field) => [field.name, field] as const),
  )("mutation %s is forbidden", async (_name, field) => {
    const { query, variables } = operationFor("mutation", field);
    const answer = await api.graph(viewer, query, variables);
    expect(answer.data[field.name].__typename).toBe("ForbiddenError");
  });

  test("reads the dataset, and not the owner's tokens", async () => {
    const dataset = await api.graph(viewer, "query ($id: ID!) { dataset(id: $id) { name } }", { id: ids.Dataset });
    expect(dataset.data.dataset.name).toBe("Secret dataset");
    const tokens = await api.graph(
      viewer,
      "query ($id: ID!) { node(id: $id) { ... on User { email apiTokens { id } } } }",
      {
        id: ids.User,
      },
    );
    expect(tokens.data.node).toEqual({ email: owner.email, apiTokens: [] });
  });
});

test("a viewer of one project is no viewer of a category, split or evaluation of another that it names in a filter", async () => {
  const other = await api.graph(
    stranger,
    `mutation { createDataset(input: {name: "mine"}) { ... on CreateDatasetSuccess { data { id } } } }`,
  );
  const id = other.data.createDataset.data.id;
  const answer = await api.graph(
    stranger,
    "query ($id: ID!, $categoryId: ID, $splitId: ID) { dataset(id: $id) { images(filter: {categoryId: $categoryId, splitId: $splitId}) { totalCount } } }",
    { id, categoryId: ids.Category, splitId: ids.Split },
  );
  expect(answer.data.dataset.images.totalCount).toBe(0);
});

test("a relation that led into another project would be stopped at the row it leads to", async () => {
  const { prisma } = api.services;
  const { projectId } = await prisma.projectMember.findFirstOrThrow({ where: { userId: stranger.userId } });
  const secret = await prisma.run.findFirstOrThrow({ where: { name: "Secret run" } });
  // No code writes such a run; the types must not rely on that.
  const astray = await prisma.run.create({
    data: {
      ...secret,
      id: newId(),
      projectId,
      number: 1_000,
      name: "astray",
      configuration: {},
      attributes: {},
      inputs: {},
      provenance: {},
      leakage: {},
      resumes: [],
    },
  });
  const read = (selection: string) =>
    api.graph(stranger, `query ($id: ID!) { run(id: $id) { name ${selection} } }`, {
      id: encodeGlobalId("Run", astray.id),
    });
  expect((await read("")).data.run).toEqual({ name: "astray" });
  for (const selection of [
    "dataset { id name }",
    "snapshot { id hash }",
    "dataset { images { edges { node { id } } } }",
  ]) {
    const answer = await read(selection);
    expect(answer.errors[0]?.extensions.code).toBe("FORBIDDEN");
    expect(JSON.stringify(answer.data)).not.toMatch(/Secret|hash|RGF0YXNldD/);
  }
  await prisma.run.delete({ where: { id: astray.id } });
});

describe("routes", () => {
  /** Routes that answer strangers, with the reason. */
  const open: Record<string, string> = {
    "/healthz": "tells up or down",
    "/api/auth/*": "signing in",
    "/graphql": "each field asks; tested above",
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

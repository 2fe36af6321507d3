import { encodeGlobalId } from "../domain/ids/globalId.ts";
import { makeCocoZip } from "./makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "./startTestApi.ts";

export interface SecretProject {
  readonly api: TestApi;
  readonly owner: TestPerson;
  readonly viewer: TestPerson;
  /** A member of another project. */
  readonly stranger: TestPerson;
  readonly uploadUrl: string;
  readonly snapshotHash: string;
  /** Global ids of one row of each type, all in the owner's project. */
  readonly ids: Readonly<Record<string, string>>;
}

/** What must not be read by anybody outside the project. */
export const secrets = [
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

/** The API with a project that has a row of every type. */
export async function startSecretProject(): Promise<SecretProject> {
  const api = await startTestApi();
  const projectId = await api.project("Secret project");
  const owner = await api.person({ projectId });
  const viewer = await api.person({ projectId, role: "VIEWER" });
  const stranger = await api.person({ projectId: await api.project() });
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
  const snapshotHash = run.snapshot.hash;
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
  const uploadUrl = String(upload.headers.location);
  const savedView = await prisma.savedView.create({
    data: { userId: owner.userId, page: "RUNS", name: "Secret view", query: "search=secret" },
  });
  const token = await prisma.apiToken.findFirstOrThrow({ where: { userId: owner.userId } });
  const ids = {
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
  };
  return { api, owner, viewer, stranger, uploadUrl, snapshotHash, ids };
}

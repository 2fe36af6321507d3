import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  appendPoints,
  claimRun,
  finishRun,
  finishRunWithin,
  JOB_KINDS,
  type PointInput,
  registerTrainer,
  requeueExpiredJobs,
} from "@maskyard/store";
import pino from "pino";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { webhookSignature } from "../../domain/alert/sendWebhook.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { parseEnvironment } from "../../environment.ts";
import { startApi } from "../../server/startApi.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

interface Received {
  readonly headers: IncomingMessage["headers"];
  readonly path: string;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever was sent
  readonly body: any;
}

let api: TestApi;
let owner: TestPerson;
let projectId: string;
let datasetId: string;
let receiver: Server;
let received: Received[] = [];
/** What the receiver answers; the path "/slow" is never answered. */
let status = 200;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      const text = Buffer.concat(pieces).toString("utf8");
      received.push({ headers: request.headers, path: request.url ?? "", text, body: JSON.parse(text) });
      if (request.url === "/slow") return;
      response.writeHead(status, status === 302 ? { location: "http://127.0.0.1:1/elsewhere" } : {}).end("hello");
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  api = await startTestApi({ MASKYARD_WEBHOOK_HOSTS: "127.0.0.1, LOCALHOST" });
  projectId = await api.project("Campus <1>");
  owner = await api.person({ projectId });
  ({ datasetId } = await api.importZip(owner, await makeCocoZip(), { dataset: "streets" }));
});
afterAll(async () => {
  receiver?.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await api?.close();
});
beforeEach(async () => {
  await api.services.prisma.webhook.deleteMany({});
  await api.services.prisma.alertRule.deleteMany({});
  received = [];
  status = 200;
});

const url = (path = "/hook") => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;
const project = () => encodeGlobalId("Project", projectId);

async function mutate(field: string, type: string, input: object, selection: string, person = owner) {
  const success = `${field.charAt(0).toUpperCase()}${field.slice(1)}Success`;
  const { data, errors } = await api.graph(
    person,
    `mutation ($input: ${type}!) { ${field}(input: $input) { ... on ${success} { data ${selection} } ... on Error { message code } } }`,
    { input },
  );
  expect(errors).toEqual([]);
  return data[field].data ?? data[field];
}

async function webhook(events: string[], address = url()): Promise<{ id: string; secret: string }> {
  const { secret, webhook: made } = await mutate(
    "createWebhook",
    "CreateWebhookInput",
    { projectId: project(), name: "chat", url: address, events },
    "{ secret webhook { id } }",
  );
  return { id: made.id, secret };
}

/** A queued run, claimed. */
async function claimedRun(name: string, options: { leaseSeconds?: number } = {}) {
  const launched = await api.graph(
    owner,
    `mutation ($input: LaunchRunInput!) { launchRun(input: $input) { ... on LaunchRunSuccess { data { id number } } ... on Error { message } } }`,
    { input: { datasetId, recipe: "MININET", preset: "demo", name } },
  );
  const { pool } = api.services;
  const introduction = { name: "rack-1", host: "h", device: "cpu", engineVersion: "1", version: "1" };
  const { trainerId } = await registerTrainer(pool, introduction);
  const lease = await claimRun(pool, { trainerId, leaseSeconds: options.leaseSeconds ?? 600 });
  if (lease === null) throw new Error("expected a claimed run");
  return { ...lease, globalId: launched.data.launchRun.data.id as string };
}

async function log(webhookId: string) {
  const { data } = await api.graph(
    owner,
    "query ($id: ID!) { node(id: $id) { ... on Webhook { deliveries { id kind state attempts responseStatus problem run { number } } } } }",
    { id: webhookId },
  );
  return data.node.deliveries;
}

/** Makes what waits due now. */
const makeDue = () =>
  api.services.pool.query("UPDATE alert_delivery SET not_before = clock_timestamp() WHERE state = 'PENDING'");

test("a run's end is told once, signed, with a text for people and the rest for programs", async () => {
  const hook = await webhook(["RUN_FINISHED", "RUN_FAILED"]);
  const run = await claimedRun("night <!channel> & day");
  await finishRun(api.services.pool, { ...run, status: "FAILED", failureReason: "No annotation." });
  await api.alerts.round();
  await api.alerts.round();
  expect(received).toHaveLength(1);
  const [{ headers, text, body }] = received as [Received];
  expect(body).toEqual({
    id: expect.any(String),
    event: "run.failed",
    createdAt: expect.stringMatching(/Z$/),
    text: `Run #${run.number} "night &lt;!channel&gt; &amp; day" of Campus &lt;1&gt; failed at step 0. No annotation. http://localhost:3000/runs/${run.globalId}`,
    project: { id: project(), name: "Campus <1>", slug: expect.any(String) },
    run: {
      id: run.globalId,
      number: run.number,
      name: "night <!channel> & day",
      status: "FAILED",
      step: 0,
      failureReason: "No annotation.",
      url: `http://localhost:3000/runs/${run.globalId}`,
    },
    rule: null,
    trainer: null,
  });
  expect(headers).toMatchObject({
    "content-type": "application/json",
    "x-maskyard-event": "run.failed",
    "x-maskyard-delivery": body.id,
  });
  const timestamp = Number(headers["x-maskyard-timestamp"]);
  expect(headers["x-maskyard-signature"]).toBe(webhookSignature(hook.secret, timestamp, text));
  expect(await log(hook.id)).toMatchObject([
    { kind: "RUN_FAILED", state: "DELIVERED", attempts: 1, responseStatus: 200, run: { number: run.number } },
  ]);
  // The secret is not in the database as it is.
  const { sealedSecret } = await api.services.prisma.webhook.findFirstOrThrow();
  expect(sealedSecret).not.toContain(hook.secret.slice(6));
});

test("what rolls back is not told, what was not subscribed to neither, nor what happens while the webhook is off", async () => {
  const hook = await webhook(["RUN_FINISHED"]);
  const failed = await claimedRun("failed");
  await finishRun(api.services.pool, { ...failed, status: "FAILED" });
  const client = await api.services.pool.connect();
  const run = await claimedRun("rolled back");
  await client.query("BEGIN");
  await finishRunWithin(client, { ...run, status: "SUCCEEDED" });
  await client.query("ROLLBACK");
  client.release();
  expect(await log(hook.id)).toEqual([]);
  await mutate("updateWebhook", "UpdateWebhookInput", { id: hook.id, enabled: false }, "{ enabled }");
  await finishRun(api.services.pool, { ...run, status: "SUCCEEDED" });
  await api.alerts.round();
  expect(received).toEqual([]);
  await mutate("updateWebhook", "UpdateWebhookInput", { id: hook.id, enabled: true }, "{ enabled }");
  const last = await claimedRun("told");
  await finishRun(api.services.pool, { ...last, status: "SUCCEEDED" });
  await api.alerts.round();
  expect(received.map(({ body }) => [body.event, body.run.number])).toEqual([["run.finished", last.number]]);
});

test("a lost trainer is told with its name, and the run's end when its attempts are spent", async () => {
  await webhook(["TRAINER_LOST", "RUN_FAILED"]);
  const run = await claimedRun("lost", { leaseSeconds: 0 });
  await api.services.pool.query("UPDATE job SET max_attempts = 1 WHERE id = $1", [run.jobId]);
  // Several look at once, as trainers and APIs do.
  await Promise.all([1, 2, 3].map(() => requeueExpiredJobs(api.services.pool, JOB_KINDS)));
  await api.alerts.round();
  expect(received.map(({ body }) => body.event).sort()).toEqual(["run.failed", "trainer.lost"]);
  const lost = received.find(({ body }) => body.event === "trainer.lost")?.body;
  expect(lost).toMatchObject({ trainer: { name: "rack-1" }, run: { number: run.number, status: "FAILED" } });
  expect(lost.text).toContain("lost its trainer rack-1 at step 0; it is failed now.");
});

test("a loss that is not finite is told by the trainer's word, and of other programs' runs by their values", async () => {
  await webhook(["RUN_DIVERGED"]);
  const run = await claimedRun("diverged");
  const reason = "The loss is no longer a finite number at step 7.";
  await finishRun(api.services.pool, { ...run, status: "FAILED", failureReason: reason, diverged: true });
  const external = await mutate(
    "createRun",
    "CreateRunInput",
    { projectId: project(), experiment: "theirs", name: "theirs" },
    "{ id }",
  );
  const series = [{ name: "train_loss", steps: [3, 4], values: [1, null] }];
  await mutate("logMetrics", "LogMetricsInput", { runId: external.id, key: "1", series }, "");
  await Promise.all([api.alerts.round(), api.alerts.round()]);
  await api.alerts.round();
  expect(received.map(({ body }) => body.text).sort()).toEqual([
    expect.stringContaining(`"diverged" of Campus &lt;1&gt; diverged. ${reason}`),
    expect.stringContaining('"theirs" of Campus &lt;1&gt; diverged: train_loss was not finite at step 4 (NaN).'),
  ]);
});

test("a rule is told when so many values in a row keep it, once while they do, whichever process looks", async () => {
  await webhook(["RUN_DIVERGED"]);
  const rule = (input: object) =>
    mutate("createAlertRule", "CreateAlertRuleInput", { projectId: project(), ...input }, "{ id }");
  await rule({ series: "loss", comparison: "ABOVE", value: 10, points: 3 });
  expect(await rule({ series: "loss", comparison: "ABOVE" })).toMatchObject({ code: "INVALID_INPUT" });
  const run = await claimedRun("rising");
  let step = 0;
  const add = (...values: number[]) => {
    const points: PointInput[] = values.map((value) => {
      step += 1;
      return { series: "loss", step, value };
    });
    return appendPoints(api.services.pool, { ...run, points });
  };
  await add(11, 11, 9);
  await api.alerts.round();
  await add(11, 12);
  await api.alerts.round();
  expect(received).toEqual([]);
  await add(13, 14, 15);
  await Promise.all([api.alerts.round(), api.alerts.round(), api.alerts.round()]);
  expect(received.map(({ body }) => body.rule)).toEqual([
    { series: "loss", comparison: "ABOVE", value: 10, points: 3, step: 6, reached: "13" },
  ]);
  expect(received[0]?.body.text).toContain("loss was above 10 for 3 points at step 6 (13).");
  await add(1, 20, 20, 20);
  await api.alerts.round();
  expect(received).toHaveLength(2);
  await finishRun(api.services.pool, { ...run, status: "CANCELLED" });
});

test("a receiver that fails is tried again after growing waits, and given up after eight attempts", async () => {
  status = 503;
  const hook = await webhook(["RUN_FAILED"]);
  await mutate("testWebhook", "WebhookIdInput", { id: hook.id }, "{ id }");
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 8; attempt += 1) {
    await makeDue();
    await api.alerts.round();
    const { rows } = await api.services.pool.query<{ wait: number }>(
      "SELECT extract(epoch FROM not_before - clock_timestamp())::float8 AS wait FROM alert_delivery",
    );
    waits.push(Math.round((rows[0]?.wait ?? 0) / 10) * 10);
  }
  expect(waits.slice(0, 7)).toEqual([10, 30, 90, 270, 810, 2430, 3600]);
  expect(await log(hook.id)).toMatchObject([
    { kind: "TEST", state: "GAVE_UP", attempts: 8, responseStatus: 503, problem: "The receiver answered 503." },
  ]);
  await makeDue();
  await api.alerts.round();
  expect(received).toHaveLength(8);
  expect(new Set(received.map(({ body }) => body.id)).size).toBe(1);
  // By hand it begins anew.
  status = 200;
  const [{ id }] = await log(hook.id);
  await mutate("retryAlertDelivery", "RetryAlertDeliveryInput", { id }, "{ id }");
  await api.alerts.round();
  expect(await log(hook.id)).toMatchObject([{ state: "DELIVERED", attempts: 1 }]);
  expect(await mutate("retryAlertDelivery", "RetryAlertDeliveryInput", { id }, "{ id }")).toMatchObject({
    code: "CONFLICT",
  });
});

test("two processes send each event once, and what one of them left when it died the other sends", async () => {
  await webhook(["RUN_FINISHED"]);
  const other = await startApi(
    parseEnvironment({
      DATABASE_URL: api.databaseUrl,
      MASKYARD_DATA: api.dataFolder,
      MASKYARD_SECRET: "a secret for tests that is long enough",
      MASKYARD_WEBHOOK_HOSTS: "127.0.0.1",
      PORT: "0",
    }),
    pino({ level: "silent" }),
  );
  try {
    const numbers: number[] = [];
    for (let count = 0; count < 20; count += 1) {
      const run = await claimedRun(`run ${count}`);
      await finishRun(api.services.pool, { ...run, status: "SUCCEEDED" });
      numbers.push(run.number);
    }
    await Promise.all([api, other, api, other].map(({ alerts }) => alerts.round()));
    expect(received.map(({ body }) => body.run.number).sort((a, b) => a - b)).toEqual(numbers);

    // One that took a delivery and died: its claim stands, and ends.
    const run = await runToldByDead();
    await Promise.all([api, other].map(({ alerts }) => alerts.round()));
    received = [];
    await other.alerts.round();
    expect(received).toEqual([]);
    await api.services.pool.query(
      "UPDATE alert_delivery SET claimed_until = clock_timestamp() WHERE state = 'PENDING'",
    );
    await other.alerts.round();
    expect(received.map(({ body }) => body.run.number)).toEqual([run.number]);
  } finally {
    await other.close();
  }
});

/** An ended run whose delivery was taken for a minute. Where a round of a living process was first, another run is tried. */
async function runToldByDead() {
  for (;;) {
    const run = await claimedRun("died");
    await finishRun(api.services.pool, { ...run, status: "SUCCEEDED" });
    const { rowCount } = await api.services.pool.query(
      `UPDATE alert_delivery SET claimed_until = clock_timestamp() + interval '1 minute', attempts = 1
       WHERE run_id = $1 AND state = 'PENDING' AND claimed_until IS NULL`,
      [run.runId],
    );
    if (rowCount === 1) return run;
  }
}

test("a process that stops while it sends gives the delivery back, uncounted", async () => {
  const alone = await startTestApi({ MASKYARD_WEBHOOK_HOSTS: "127.0.0.1" });
  try {
    const itsProject = await alone.project();
    const itsOwner = await alone.person({ projectId: itsProject });
    const { data } = await alone.graph(
      itsOwner,
      "mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { ... on CreateWebhookSuccess { data { webhook { id } } } } }",
      {
        input: {
          projectId: encodeGlobalId("Project", itsProject),
          name: "slow",
          url: url("/slow"),
          events: ["RUN_FAILED"],
        },
      },
    );
    const { id } = data.createWebhook.data.webhook;
    await alone.graph(itsOwner, "mutation ($id: ID!) { testWebhook(input: { id: $id }) { __typename } }", { id });
    const sending = alone.alerts.round();
    await expect.poll(() => received.length).toBe(1);
    await alone.alerts.close();
    await sending;
    const [delivery] = await alone.services.prisma.alertDelivery.findMany();
    expect(delivery).toMatchObject({ state: "PENDING", attempts: 0, claimedUntil: null, problem: null });
  } finally {
    await alone.close();
  }
});

test("redirects are not followed, and count as failures", async () => {
  status = 302;
  const hook = await webhook(["RUN_FAILED"]);
  await mutate("testWebhook", "WebhookIdInput", { id: hook.id }, "{ id }");
  await api.alerts.round();
  expect(await log(hook.id)).toMatchObject([
    { state: "PENDING", responseStatus: 302, problem: "The receiver answered 302; redirects are not followed." },
  ]);
  expect(received).toHaveLength(1);
});

test("addresses are checked when they are entered, names when they are resolved; owners alone see and change them", async () => {
  const create = (address: string, person = owner) =>
    mutate(
      "createWebhook",
      "CreateWebhookInput",
      { projectId: project(), name: "x", url: address, events: ["RUN_FAILED"] },
      "{ webhook { id } }",
      person,
    );
  for (const address of [
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://[::1]:80/",
    "http://0x7f.0.0.2/",
    "http://2130706434/",
    "http://[::ffff:192.168.0.1]/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://user:secret@example.org/",
  ]) {
    expect([address, (await create(address)).code]).toEqual([address, "INVALID_INPUT"]);
  }
  const editor = await api.person({ projectId, role: "EDITOR" });
  expect(await create("https://example.org/", editor)).toMatchObject({ code: "FORBIDDEN" });
  await create("https://hooks.example.org/services/T0/secret");
  const read = async (person: TestPerson) => (await api.graph(person, "{ webhooks { host url } }")).data.webhooks;
  expect(await read(owner)).toEqual([
    { host: "hooks.example.org", url: "https://hooks.example.org/services/T0/secret" },
  ]);
  expect(await read(editor)).toEqual([{ host: "hooks.example.org", url: null }]);
});

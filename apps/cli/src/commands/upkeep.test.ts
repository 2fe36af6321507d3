import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cliOf } from "../testing/cliOf.ts";
import { startTestServer, type TestServer } from "../testing/startTestServer.ts";

// What is seen to beside runs and datasets: files of other programs, alerts, the storage.

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-cli-test-"));
  server = await startTestServer();
}, 120_000);

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const account = () => ({ MASKYARD_URL: server.url, MASKYARD_TOKEN: server.token, XDG_CONFIG_HOME: folder });
const { maskyard, json, failure } = cliOf(account);

it("lists and brings the files that a program logged beside its run", { timeout: 60_000 }, async () => {
  const headers = { authorization: `Bearer ${server.token}`, "content-type": "application/json" };
  const mlflow = async <Answer>(path: string, body: object) => {
    const answer = await fetch(`${server.url}/api/2.0/mlflow/${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Answer;
  };
  const { experiment_id } = await mlflow<{ experiment_id: string }>("experiments/create", { name: "theirs" });
  const { run } = await mlflow<{ run: { info: { artifact_uri: string } } }>("runs/create", {
    experiment_id,
    run_name: "theirs",
  });
  const place = run.info.artifact_uri.replace("mlflow-artifacts:", "/api/2.0/mlflow-artifacts/artifacts");
  await fetch(`${server.url}${place}/plots/loss.svg`, { method: "PUT", headers, body: "<svg/>" });
  expect(await json("artifacts", "theirs")).toMatchObject([{ path: "plots/loss.svg", bytes: 6 }]);
  const file = join(folder, "loss.svg");
  await json("artifacts", "theirs", "plots/loss.svg", file);
  expect((await readFile(file)).toString()).toBe("<svg/>");
  expect(await failure(1, "artifacts", "theirs", "plots")).toMatchObject({ code: "NOT_FOUND" });
});

it("gives a link that signs in, on the server's machine alone", { timeout: 60_000 }, async () => {
  const local = { MASKYARD_URL: server.url, MASKYARD_DATA: server.dataFolder, XDG_CONFIG_HOME: folder };
  const onServer = cliOf(() => local);
  expect(await onServer.failure(1, "sign-in-link")).toMatchObject({ code: "NOT_ON_SERVER" });
  await writeFile(join(server.dataFolder, "secret"), "a secret of another server, also long enough\n");
  expect(await onServer.failure(1, "sign-in-link")).toMatchObject({ code: "OTHER_SECRET" });
  await writeFile(join(server.dataFolder, "secret"), "a secret that only this test knows about\n");

  const link = await onServer.json<{ url: string; email: string; expiresAt: string }>("sign-in-link");
  expect(Object.keys(link).sort()).toEqual(["email", "expiresAt", "url"]);
  expect(link.email).toBe(server.email);
  expect(Date.parse(link.expiresAt)).toBeGreaterThan(Date.now());
  const answer = await fetch(link.url, { redirect: "manual" });
  expect(answer.headers.getSetCookie().join()).toContain("session_token");
  expect((await onServer.maskyard("sign-in-link", "--email", server.email)).stdout).toContain(
    `${server.url}/api/auth/`,
  );
  expect(await onServer.failure(1, "sign-in-link", "--email", "nobody@example.org")).toMatchObject({
    code: "NOT_FOUND",
  });
});

it("keeps webhooks and rules, and says how deliveries went", { timeout: 60_000 }, async () => {
  const add = ["alerts", "add", "chat", "https://hooks.invalid/x", "--on", "failed,trainer-lost"];
  const added = await json<{ secret: string }>(...add);
  expect(added).toMatchObject({
    secret: expect.stringMatching(/^whsec_/),
    webhook: { name: "chat", events: ["RUN_FAILED", "TRAINER_LOST"] },
  });
  expect(await failure(1, "alerts", "add", "inside", "http://127.0.0.1/")).toMatchObject({ code: "INVALID_INPUT" });
  expect(await failure(2, ...add.slice(0, 4), "--on", "everything")).toMatchObject({ code: "USAGE" });
  expect((await maskyard("alerts", "list")).stdout).toMatch(/\nchat\s+hooks\.invalid\s+failed trainer-lost/);
  expect(await json("alerts", "test", "chat")).toMatchObject({ id: expect.any(String) });
  expect(await json("alerts", "log", "chat")).toMatchObject([{ kind: "TEST" }]);
  expect(await json("alerts", "off", "chat")).toMatchObject({ name: "chat", enabled: false });
  expect((await maskyard("alerts", "list")).stdout).toMatch(/\nchat\s+hooks\.invalid\s+\(off\)/);
  expect(await json("alerts", "on", "chat")).toMatchObject({ enabled: true });
  const renewed = await json<{ secret: string }>("alerts", "new-secret", "chat");
  expect(renewed.secret).not.toBe(added.secret);
  expect(renewed.secret.length).toBe(added.secret.length);
  await json("alerts", "remove", "chat");
  expect(await failure(1, "alerts", "log", "chat")).toMatchObject({ code: "NOT_FOUND" });

  const rule = await json<{ id: string }>("alerts", "add-rule", "loss", "above", "10", "--points", "3");
  await json("alerts", "add-rule", "val/loss", "not-finite");
  expect((await maskyard("alerts", "rules")).stdout).toMatch(
    /\nloss is above 10 for 3 points in a row\s.*\nval\/loss is not finite\s/,
  );
  expect(await failure(2, "alerts", "add-rule", "loss", "over", "1")).toMatchObject({ code: "USAGE" });
  await json("alerts", "remove-rule", rule.id);
  expect(await json("alerts", "rules")).toMatchObject([{ series: "val/loss" }]);
});

it("holds the database against the files", { timeout: 60_000 }, async () => {
  expect(await json("doctor", "--deep")).toMatchObject({ checked: { files: expect.any(Number) }, problems: [] });
  const lost = join(server.dataFolder, "blobs", "ab", "cd", "abcd".repeat(16));
  await mkdir(dirname(lost), { recursive: true });
  await writeFile(lost, "left behind");
  await utimes(lost, new Date(0), new Date(0));
  const { code, stdout, stderr } = await maskyard("doctor");
  expect([code, stdout, stderr]).toEqual([
    1,
    expect.stringMatching(/1 problems\.\n.*\nORPHAN_FILE/),
    expect.stringMatching(/--repair/),
  ]);
  expect(await json("doctor", "--repair")).toMatchObject({ problems: [{ kind: "ORPHAN_FILE", repaired: true }] });
  expect(await json("doctor")).toMatchObject({ problems: [] });
});

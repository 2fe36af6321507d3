import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GraphClient } from "../server/GraphClient.ts";
import { runCliHere } from "../testing/runCliHere.ts";
import { startTestServer, type TestServer } from "../testing/startTestServer.ts";

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-models-test-"));
  server = await startTestServer();
  const client = new GraphClient({ url: server.url, token: server.token });
  const { createRun } = await client.request<{ createRun: { data: { id: string } } }>(
    'mutation { createRun(input: { experiment: "e", name: "theirs" }) { ... on CreateRunSuccess { data { id } } } }',
  );
  const rowId = Buffer.from(createRun.data.id, "base64url").toString().split(":")[1]?.replaceAll("-", "");
  for (const [path, body] of [
    ["model/MLmodel", "flavors"],
    ["model/data/weights.bin", "weights"],
    ["net.onnx", "net"],
  ]) {
    const response = await fetch(`${server.url}/api/2.0/mlflow-artifacts/artifacts/e/${rowId}/artifacts/${path}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${server.token}` },
      body: body as string,
    });
    expect(response.status).toBe(200);
  }
}, 120_000);

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (args: readonly string[]) =>
  runCliHere(args, { MASKYARD_URL: server.url, MASKYARD_TOKEN: server.token, XDG_CONFIG_HOME: folder });

async function json(...args: string[]) {
  const { code, stdout, stderr } = await run([...args, "--json"]);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

async function failure(code: number, ...args: string[]) {
  const answer = await run([...args, "--json"]);
  expect(answer.code).toBe(code);
  return JSON.parse(answer.stderr.trim().split("\n").at(-1) ?? "").error as { code: string; message: string };
}

it("registers artifacts of a program's run, shows and downloads them", { timeout: 60_000 }, async () => {
  const register = ["models", "register", "theirs", "theirs"];
  expect(await json(...register, "--artifact", "model", "--alias", "production")).toMatchObject({
    number: 1,
    aliases: ["production"],
    bytes: 14,
  });
  expect(await json(...register, "--artifact", "net.onnx")).toMatchObject({ number: 2, bytes: 3 });
  expect((await failure(1, ...register, "--artifact", "net")).message).toContain('no artifact file or folder "net"');
  expect(await failure(2, "models", "register", "theirs", "checkpoint:x", "--artifact", "model")).toMatchObject({
    code: "USAGE",
  });
  expect((await run(["models", "show", "theirs"])).stdout).toMatch(
    /^VERSION.*\n\s+2\s.*#1\s+net\.onnx\n\s+1\s+production\s.*#1\s+model\n/,
  );
  const file = join(folder, "model.zip");
  expect(await json("models", "download", "theirs@production", file)).toMatchObject({ version: 1, bytes: 14 });
  const entries = Object.entries(unzipSync(await readFile(file)));
  expect(entries.map(([path, bytes]) => [path, Buffer.from(bytes).toString()])).toEqual([
    ["MLmodel", "flavors"],
    ["data/weights.bin", "weights"],
  ]);
});

it("says why predict does not take files of a program", { timeout: 60_000 }, async () => {
  const zip = join(folder, "model.zip");
  await json("models", "download", "theirs@1", zip);
  const refused = await failure(1, "predict", "--weights", zip, join(folder, "photo.jpg"));
  expect(refused.message).toContain("opens it with mlflow.pyfunc.load_model");
});

it("changes notes, tags and archive of one version, and deletes it", { timeout: 60_000 }, async () => {
  const edit = ["models", "edit", "theirs@2"];
  expect(await json(...edit, "--notes", "why", "--tag", "b", "a")).toMatchObject({ notes: "why", tags: ["a", "b"] });
  expect(await json(...edit, "--untag", "b", "--tag", "c")).toMatchObject({ notes: "why", tags: ["a", "c"] });
  expect(await failure(2, ...edit)).toMatchObject({ code: "USAGE" });
  expect(await failure(2, "models", "edit", "theirs", "--notes", "x")).toMatchObject({ code: "USAGE" });
  expect(await failure(2, "models", "delete", "theirs")).toMatchObject({ code: "USAGE" });
  expect(await json(...edit, "--archive")).toMatchObject({ archived: true });
  expect(await json("models", "list")).toMatchObject([{ latestVersion: { number: 1 } }]);
  expect(await json(...edit, "--restore")).toMatchObject({ archived: false });
  expect(await failure(1, "models", "edit", "theirs@production", "--archive")).toMatchObject({ code: "CONFLICT" });
  expect(await failure(1, "models", "delete", "theirs@production")).toMatchObject({ code: "CONFLICT" });
  expect(await json("models", "delete", "theirs@2")).toMatchObject({ model: "theirs", version: 2 });
  const { versions } = await json("models", "show", "theirs");
  expect(versions.map(({ number }: { number: number }) => number)).toEqual([1]);
});

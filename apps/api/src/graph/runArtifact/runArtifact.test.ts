import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let projectId: string;

beforeAll(async () => {
  api = await startTestApi({ MASKYARD_MAX_ARTIFACT_BYTES: "1000" });
  projectId = await api.project();
  owner = await api.person({ projectId });
});
afterAll(async () => {
  await api?.close();
});

/** A run of somebody's program; its id in the graph and where its artifacts lie. */
async function externalRun() {
  const { data } = await api.graph(
    owner,
    `mutation { createRun(input: {experiment: "theirs"}) { ... on CreateRunSuccess { data { id } } ... on Error { message } } }`,
  );
  const id = data.createRun.data.id as string;
  const rowId = Buffer.from(id, "base64url").toString().split(":")[1] ?? "";
  return { id, rowId, root: `e/${rowId.replaceAll("-", "")}/artifacts` };
}

const call = (method: "GET" | "PUT" | "DELETE", path: string, payload?: Buffer, person = owner) =>
  api.fastify.inject({
    method,
    url: `/api/2.0/mlflow-artifacts/artifacts${path}`,
    headers: { authorization: `Bearer ${person.token}`, "content-type": "text/html" },
    ...(payload === undefined ? {} : { payload }),
  });
const put = (root: string, path: string, text: string, person = owner) =>
  call("PUT", `/${root}/${path}`, Buffer.from(text), person);
const list = async (path: string) => (await call("GET", `?path=${encodeURIComponent(path)}`)).json().files;

async function storedFiles(): Promise<string[]> {
  const entries = await readdir(join(api.dataFolder, "blobs"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

test("artifacts are kept, listed by folder, sent as files to save, replaced and deleted, and their bytes go with them", async () => {
  const { id, root } = await externalRun();
  expect((await put(root, "note.txt", "first")).statusCode).toBe(200);
  expect((await put(root, "plots/a%20b.html", "<script>alert(1)</script>")).statusCode).toBe(200);
  expect((await put(root, "plots/deep/empty.bin", "")).statusCode).toBe(200);
  expect(await list(root)).toEqual([
    { path: "note.txt", is_dir: false, file_size: 5 },
    { path: "plots", is_dir: true },
  ]);
  expect(await list(`${root}/plots`)).toEqual([
    { path: "a b.html", is_dir: false, file_size: 25 },
    { path: "deep", is_dir: true },
  ]);
  const page = await call("GET", `/${root}/plots/a%20b.html`);
  expect(page.body).toBe("<script>alert(1)</script>");
  expect(page.headers).toMatchObject({
    "content-type": "application/octet-stream",
    "content-disposition": 'attachment; filename="a-b.html"',
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
  });

  const { data } = await api.graph(owner, "query ($id: ID!) { run(id: $id) { artifacts { path bytes url } } }", { id });
  expect(data.run.artifacts.map(({ path, bytes }: { path: string; bytes: number }) => [path, bytes])).toEqual([
    ["note.txt", 5],
    ["plots/a b.html", 25],
    ["plots/deep/empty.bin", 0],
  ]);
  const headers = { authorization: `Bearer ${owner.token}` };
  expect((await api.fastify.inject({ url: data.run.artifacts[0].url, headers })).body).toBe("first");

  expect(await storedFiles()).toHaveLength(3);
  await put(root, "note.txt", "second");
  expect((await call("GET", `/${root}/note.txt`)).body).toBe("second");
  expect(await storedFiles()).toHaveLength(3);
  expect((await call("DELETE", `/${root}/plots`)).statusCode).toBe(200);
  expect(await list(root)).toEqual([{ path: "note.txt", is_dir: false, file_size: 6 }]);
  expect(await storedFiles()).toHaveLength(1);
  const removed = await api.graph(
    owner,
    "mutation ($id: ID!) { deleteRuns(input: {ids: [$id]}) { ... on DeleteRunsSuccess { data } ... on Error { message } } }",
    { id },
  );
  expect(removed.data.deleteRuns.data).toEqual([id]);
  expect(await storedFiles()).toEqual([]);
});

test("what is too large, in the way of another, badly named or not one's own is refused, and leaves no bytes behind", async () => {
  const { root } = await externalRun();
  await put(root, "a/b", "x");
  const before = await storedFiles();
  expect((await put(root, "large", "y".repeat(1_001))).json()).toMatchObject({ error_code: expect.any(String) });
  expect((await put(root, "a", "in the way")).json().message).toContain('an artifact "a/b"');
  expect((await put(root, "a/b/c", "in the way")).json().message).toContain('an artifact "a/b"');
  for (const path of [
    "..%2f..%2fetc",
    "%2e%2e/x",
    "x/%252e%252e/y",
    "a%5cb",
    "C%3A/x",
    "a//b",
    "%2fetc/passwd",
    "a%00b",
  ]) {
    const answer = await put(root, path, "bad");
    expect([path, answer.statusCode >= 400 && answer.statusCode < 500]).toEqual([path, true]);
  }
  const viewer = await api.person({ projectId, role: "VIEWER" });
  expect((await put(root, "new", "z", viewer)).statusCode).toBe(403);
  const stranger = await api.person({ projectId: await api.project() });
  expect((await put(root, "new", "z", stranger)).statusCode).toBe(404);
  expect((await call("GET", `/${root}/a/b`, undefined, stranger)).statusCode).toBe(404);
  expect((await call("GET", `/${root}/a/b`, undefined, viewer)).body).toBe("x");
  expect(await list(root)).toEqual([{ path: "a", is_dir: true }]);
  expect(await storedFiles()).toEqual(before);
});

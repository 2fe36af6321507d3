import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cliOf } from "../testing/cliOf.ts";
import { runCliHere } from "../testing/runCliHere.ts";
import { startTestServer, type TestServer } from "../testing/startTestServer.ts";

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

it("tells wrong usage from failure, in one sentence", { timeout: 60_000 }, async () => {
  expect(await failure(2, "launch", "--recipe", "mininet")).toMatchObject({ code: "USAGE" });
  expect(await failure(2, "frobnicate")).toMatchObject({ code: "USAGE" });
  expect(await failure(2, "metrics", "1", "--points", "many")).toMatchObject({ code: "USAGE" });
  expect(await failure(1, "import", join(folder, "missing"), "--dataset", "x")).toMatchObject({ code: "ENOENT" });
  const plain = await maskyard("datasets", "--frob");
  expect(plain.code).toBe(2);
  expect(plain.stderr.trim().split("\n")).toHaveLength(1);
  const help = await maskyard("launch", "--help");
  expect(help.code).toBe(0);
  expect(help.stdout).toContain("--recipe");
  const unreachable = await runCliHere(["datasets"], {
    ...account(),
    MASKYARD_URL: "http://127.0.0.1:1",
    MASKYARD_TOKEN: "t",
  });
  expect(unreachable).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("http://127.0.0.1:1 cannot be reached"),
  });
});

it("shows the server's own sentence for an import that fails", { timeout: 60_000 }, async () => {
  const zip = join(folder, "broken.zip");
  await writeFile(zip, Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(100)]));
  const error = await failure(1, "import", zip, "--dataset", "broken");
  expect(error.message).toMatch(/zip|archive/i);
  // The server takes this one in and finds out while it reads.
  const labels = join(folder, "labels-alone");
  await mkdir(labels);
  const annotation = { id: 1, image_id: 1, category_id: 1, bbox: [1, 1, 9, 9], segmentation: [[1, 1, 10, 1, 10, 10]] };
  const coco = {
    images: [{ id: 1, file_name: "a.jpg", width: 64, height: 48 }],
    categories: [{ id: 1, name: "car" }],
    annotations: [annotation],
  };
  await writeFile(join(labels, "labels.json"), JSON.stringify(coco));
  expect(await failure(1, "import", labels, "--dataset", "broken")).toMatchObject({
    code: "IMPORT_FAILED",
    message: expect.stringMatching(/annotations of 1 image .*labels\.json.* none of the images/),
  });
  expect((await json<{ name: string }[]>("datasets")).map(({ name }) => name)).toEqual([]);
});

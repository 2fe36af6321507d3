import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCliHere } from "../testing/runCliHere.ts";
import { startTestServer, type TestServer } from "../testing/startTestServer.ts";

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-datasets-delete-test-"));
  server = await startTestServer();
}, 120_000);

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

it("deletes a dataset when told to, frees its files and says how much that was", { timeout: 60_000 }, async () => {
  const env = { MASKYARD_URL: server.url, MASKYARD_TOKEN: server.token, XDG_CONFIG_HOME: folder };
  const maskyard = (...args: string[]) => runCliHere(args, env);
  const scenes = join(folder, "scenes");
  await maskyard("demo", "generate", scenes, "--train", "2", "--val", "1", "--seed", "7");
  expect((await maskyard("import", scenes, "--dataset", "streets")).code).toBe(0);
  const storage = async () =>
    JSON.parse((await maskyard("doctor", "--json")).stdout) as { checked: { files: number; bytes: number } };
  const { checked } = await storage();
  expect(checked.files).toBe(3);

  const warned = await maskyard("datasets", "delete", "streets");
  expect(warned).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/cannot be undone. Say --yes/) });
  expect((await maskyard("datasets", "--json")).stdout).toContain("streets");

  const { code, stdout } = await maskyard("datasets", "delete", "streets", "--yes", "--json");
  expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, name: "streets", bytesFreed: checked.bytes });
  expect((await maskyard("datasets", "--json")).stdout.trim()).toBe("[]");
  expect(await storage()).toMatchObject({ checked: { files: 0, bytes: 0 }, problems: [] });
});

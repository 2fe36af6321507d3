import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCliHere } from "../testing/runCliHere.ts";
import { startTestServer, type TestServer } from "../testing/startTestServer.ts";

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-images-test-"));
  server = await startTestServer();
}, 120_000);

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

it("deletes images when told to, lists what was deleted and restores it", { timeout: 60_000 }, async () => {
  const env = { MASKYARD_URL: server.url, MASKYARD_TOKEN: server.token, XDG_CONFIG_HOME: folder };
  const maskyard = (...args: string[]) => runCliHere(args, env);
  const json = async (...args: string[]) => JSON.parse((await maskyard(...args, "--json")).stdout);
  const scenes = join(folder, "scenes");
  await maskyard("demo", "generate", scenes, "--train", "2", "--val", "1", "--seed", "7");
  await maskyard("import", scenes, "--dataset", "streets");
  const [before] = await json("datasets");
  expect(before.imageCount).toBe(3);
  expect(await json("images", "deleted", "streets")).toEqual([]);

  const names = ["train/scene-0001.jpg", "val/scene-0001.jpg"];
  const found = await maskyard("images", "delete", "streets", ...names);
  expect(found).toMatchObject({ code: 2, stdout: "" });
  const annotations = Number(/deletes 2 images with (\d+) annotations from "streets"/.exec(found.stderr)?.[1]);
  expect(annotations).toBeGreaterThan(0);
  expect((await json("datasets"))[0].imageCount).toBe(3);

  const deleted = await json("images", "delete", "streets", ...names, "--yes");
  expect(deleted).toEqual({ deletedAt: expect.any(String), images: 2, annotations });
  expect((await json("datasets"))[0]).toMatchObject({
    imageCount: 1,
    annotationCount: before.annotationCount - annotations,
  });
  expect(await json("images", "deleted", "streets")).toEqual([{ ...deleted, by: expect.any(String) }]);
  expect((await maskyard("images", "deleted", "streets")).stdout).toContain("train/scene-0001.jpg, val/scene-0001.jpg");
  expect(await maskyard("images", "delete", "streets", names[0] ?? "", "--yes", "--json")).toMatchObject({ code: 1 });

  expect(await maskyard("images", "restore", "streets", "yesterday")).toMatchObject({ code: 2 });
  expect(await json("images", "restore", "streets", deleted.deletedAt)).toEqual({ images: 2, annotations });
  expect((await json("datasets"))[0]).toMatchObject({ imageCount: 3, annotationCount: before.annotationCount });
  expect(await maskyard("images", "restore", "streets", deleted.deletedAt)).toMatchObject({ code: 1 });
});

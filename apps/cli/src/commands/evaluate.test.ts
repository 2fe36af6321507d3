import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cliOf } from "../testing/cliOf.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-evaluate-test-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const { json, failure } = cliOf(() => ({ XDG_CONFIG_HOME: folder, MASKYARD_DATA: folder }));

it("evaluates two COCO files without a server", async () => {
  const gt = join(folder, "gt.json");
  const dt = join(folder, "dt.json");
  const box = [10, 10, 40, 40];
  const segmentation = [[10, 10, 50, 10, 50, 50, 10, 50]];
  const groundTruth = {
    images: [{ id: 1, width: 100, height: 100, file_name: "a.jpg" }],
    categories: [{ id: 1, name: "car" }],
    annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: box, area: 1600, iscrowd: 0, segmentation }],
  };
  await writeFile(gt, JSON.stringify(groundTruth));
  await writeFile(dt, JSON.stringify([{ image_id: 1, category_id: 1, score: 0.9, bbox: box, segmentation }]));
  const figures = await json("evaluate", "--gt", gt, "--dt", dt);
  // The one object is found exactly; there is none that is small or large.
  const perfect = {
    AP: expect.closeTo(1, 9),
    AP50: expect.closeTo(1, 9),
    AP75: expect.closeTo(1, 9),
    APs: -1,
    APm: expect.closeTo(1, 9),
    APl: -1,
    AR1: expect.closeTo(1, 9),
    AR10: expect.closeTo(1, 9),
    AR100: expect.closeTo(1, 9),
    ARs: -1,
    ARm: expect.closeTo(1, 9),
    ARl: -1,
  };
  expect(figures).toMatchObject({
    bbox: perfect,
    segm: perfect,
    perClass: [{ name: "car", bbox: perfect, segm: perfect }],
  });
  await writeFile(dt, JSON.stringify([{ image_id: 1, category_id: 1, score: 0.9, bbox: box }]));
  expect(Object.keys(await json("evaluate", "--gt", gt, "--dt", dt))).toEqual(["bbox", "perClass", "warnings"]);
  expect(await failure(2, "evaluate", "--gt", gt)).toMatchObject({ code: "USAGE" });
});

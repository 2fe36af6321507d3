import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runCliHere } from "../testing/runCliHere.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-readings-"));
  const picture = sharp({ create: { width: 100, height: 80, channels: 3, background: "#888" } });
  await writeFile(join(folder, "a.png"), await picture.png().toBuffer());
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function readings(annotation: object, size: object, ...flags: string[]) {
  const coco = {
    images: [{ id: 1, file_name: "a.png", ...size }],
    categories: [{ id: 1, name: "car" }],
    annotations: [{ id: 1, image_id: 1, category_id: 1, ...annotation }],
  };
  await writeFile(join(folder, "a.json"), JSON.stringify(coco));
  return runCliHere(["readings", folder, ...flags], {});
}
const RESIZED = [
  { bbox: [20, 20, 80, 60], iscrowd: 1 },
  { width: 200, height: 160 },
] as const;

it("lists each reading that comes to something else, with an example", async () => {
  const { stdout } = await readings(...RESIZED, "--json");
  const example = { place: "a.json annotations[0]", image: "a.png", category: "car" };
  expect(JSON.parse(stdout)).toMatchObject({
    format: "coco",
    detected: { read: 1, guessed: 1 },
    readings: [
      {
        flags: "--no-scale-to-image",
        different: 1,
        kept: 1,
        examples: [{ ...example, box: [20, 20, 80, 60], detected: [10, 10, 40, 30] }],
      },
      { flags: "--crowds objects", different: 1, examples: [{ box: [10, 10, 40, 30], detected: [10, 10, 40, 30] }] },
    ],
  });
});

it("leaves out what was said already, and says where there is nothing to choose", async () => {
  const { stdout } = await readings(...RESIZED, "--no-scale-to-image", "--crowds", "objects");
  expect(stdout).toContain("is read as coco; no other reading comes to anything else.");
  const table = (await readings(...RESIZED)).stdout;
  expect(table).toMatch(/^\(as detected\) /m);
  expect(table).toMatch(/^--no-scale-to-image .* car on a\.png: \[20, 20, 80, 60\], detected \[10, 10, 40, 30\]$/m);
});

import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCliHere } from "../testing/runCliHere.ts";

// Small inputs that follow public reports of what tools got wrong, each with the right value; beside the checkout where they are at hand.
const TRIALS = fileURLToPath(new URL("../../../../../shared/samples/trials/", import.meta.url));
const hasTrials = existsSync(join(TRIALS, "README.md"));
if (!hasTrials) console.warn("trials.samples.test.ts: ../shared/samples/trials is not here, its tests are skipped");

/** [image, class, x, y, width, height] in whole pixels. */
type Box = readonly [image: string, category: string, x: number, y: number, width: number, height: number];
interface Right {
  readonly boxes: readonly Box[];
  /** Pixels of the shapes, in the same order. */
  readonly areas?: readonly number[];
  /** What the ledger must tell. */
  readonly told?: RegExp;
}
interface Trial extends Right {
  readonly trial: string;
  readonly flags?: readonly string[];
}

const CAR: Box = ["a.png", "car", 10, 10, 40, 30];

const trials: readonly Trial[] = [
  { trial: "coco-crowd-from-cvat", boxes: [CAR], told: /every annotation of class car \(1\) is marked as a crowd/ },
  { trial: "coco-crowd-from-cvat", flags: ["--crowds", "objects"], boxes: [CAR], areas: [1175] },
  {
    trial: "coco-ids-beyond-2-53",
    boxes: [
      ["a.png", "cat", 10, 10, 40, 30],
      ["b.png", "dog", 0, 0, 20, 20],
    ],
  },
  { trial: "coco-lvis-coco-url", boxes: [["000000391895.png", "automobile", 10, 10, 40, 30]] },
  { trial: "coco-normalised-coordinates", boxes: [["a.png", "car", 10, 8, 40, 24]], told: /fractions of the image/ },
  {
    trial: "coco-official-layout",
    boxes: [
      ["000000000139.jpg", "chair", 60, 10, 20, 20],
      ["000000000139.jpg", "person", 10, 10, 40, 30],
    ],
    told: /the same object as/,
  },
  {
    trial: "cvat-video-keyframes",
    boxes: [1, 2, 3, 4, 5].map((frame): Box => [`frame_00000${frame}.png`, "car", 10 * frame, 10, 20, 20]),
    told: /between keyframes 2 and 5/,
  },
  {
    trial: "cvat-video-of-named-images",
    boxes: [
      ["IMG_0012.jpg", "car", 10, 10, 20, 20],
      ["IMG_0013.jpg", "car", 20, 10, 20, 20],
      ["IMG_0020.jpg", "car", 30, 10, 20, 20],
    ],
  },
  {
    trial: "images-resized-after-annotation",
    boxes: [CAR],
    areas: [1200],
    told: /200 x 160, a.png is 100 x 80: scaled/,
  },
  { trial: "labelme-x-anylabeling-rotation", boxes: [["a.png", "block", 37, 8, 85, 32]] },
  { trial: "voc-with-polygons", boxes: [["a.jpg", "car", 10, 10, 40, 30]], areas: [600] },
  { trial: "ls-bitmask", boxes: [CAR], areas: [1200] },
  { trial: "ls-label-category-order", boxes: [["a.png", "safe_h", 10, 10, 40, 30]] },
  { trial: "ls-original-size-is-stored-size", boxes: [["p.jpg", "sign", 60, 120, 16, 32]] },
  {
    trial: "ls-two-images-in-one-task",
    boxes: [
      ["left.png", "car", 10, 8, 40, 32],
      ["right.png", "sign", 12, 60, 42, 48],
    ],
  },
  { trial: "masks-grey-edges", boxes: [["a.png", "object", 10, 10, 10, 10]], areas: [100], told: /grey edges/ },
  {
    trial: "names-nfd-nfc",
    boxes: [
      ["Straße Café ü (1).png", "car", 10, 10, 40, 30],
      ["plain.png", "car", 10, 10, 40, 30],
    ],
  },
  {
    trial: "two-exports-same-names",
    boxes: [
      ["img0.jpg", "car", 10, 10, 40, 30],
      ["img0.jpg", "car", 10, 10, 40, 30],
    ],
  },
  {
    trial: "via-dropdown-options",
    boxes: [
      ["a.png", "car", 10, 10, 40, 30],
      ["a.png", "sign board", 60, 10, 20, 20],
    ],
  },
];

describe.skipIf(!hasTrials)("inputs that went wrong", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "maskyard-trials-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(trials.map((trial, i) => ({ ...trial, i, how: (trial.flags ?? []).join(" ") })))(
    "reads $trial $how as it was meant",
    async ({ trial, flags = [], boxes, areas, told, i }) => {
      const to = join(folder, String(i));
      const source = join(TRIALS, trial, "src");
      const args = [source, to, "--to", "coco", "--verify", "--coco-layout", "as-named", ...flags, "--json"];
      const { code, stdout, stderr } = await runCliHere(["convert", ...args], {});
      expect(stderr, stdout).toBe("");
      expect(code).toBe(0);
      const read = await readShapes(to);
      expect(read.map(({ image, box }) => [image.split("/").at(-1), ...box])).toEqual(boxes);
      if (areas !== undefined) expect(read.map(({ area }) => area)).toEqual(areas);
      const reasons = JSON.parse(stdout).ledger.entries.map(({ reason }: { reason: string }) => reason);
      if (told !== undefined) expect(reasons.join("\n")).toMatch(told);
    },
  );
});

/** The shapes of a COCO folder, by image, class and place. */
async function readShapes(folder: string) {
  const [file] = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".json") && !path.endsWith("maskyard-export.json"),
  );
  const coco = JSON.parse(await readFile(join(folder, file ?? ""), "utf8"));
  const names = new Map(coco.images.map((image: { id: number; file_name: string }) => [image.id, image.file_name]));
  const classes = new Map(coco.categories.map((one: { id: number; name: string }) => [one.id, one.name]));
  return coco.annotations
    .map((one: { image_id: number; category_id: number; bbox: number[]; area: number }) => ({
      image: String(names.get(one.image_id)).normalize("NFC"),
      box: [classes.get(one.category_id), ...one.bbox.map(Math.round)],
      area: one.area,
    }))
    .sort((a: { image: string; box: unknown[] }, b: { image: string; box: unknown[] }) =>
      JSON.stringify([a.image, a.box]) < JSON.stringify([b.image, b.box]) ? -1 : 1,
    ) as { image: string; box: unknown[]; area: number }[];
}

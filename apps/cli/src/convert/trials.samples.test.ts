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

/** What was read rightly from the beginning, and is to stay so. */
const passed: readonly Trial[] = [
  { trial: "coco-bytes-counts", boxes: [CAR], told: /the box stands in for the shape/ },
  {
    trial: "coco-cat-gaps-to-yolo",
    boxes: [
      ["a.png", "car", 0, 0, 20, 20],
      ["a.png", "toothbrush", 10, 10, 40, 30],
    ],
  },
  {
    trial: "coco-keypoints-mixed",
    boxes: [
      ["a.png", "person", 10, 10, 40, 30],
      ["a.png", "person", 60, 10, 20, 20],
    ],
  },
  { trial: "coco-rle-swapped-size", boxes: [CAR], told: /the box stands in for the shape/ },
  { trial: "coco-two-point-polygon", boxes: [CAR], areas: [1200], told: /polygon 1 is left out/ },
  { trial: "csv-semicolon-decimal", boxes: [["a.png", "car", 11, 10, 40, 30]] },
  {
    trial: "cvat-person-hat-group",
    boxes: [
      ["a.png", "hat", 10, 0, 20, 10],
      ["a.png", "person", 10, 10, 20, 20],
      ["a.png", "person", 50, 10, 40, 60],
    ],
  },
  {
    trial: "cvat-video-full",
    boxes: [
      ["frame_000000.PNG", "car", 10, 10, 20, 20],
      ["frame_000001.PNG", "car", 20, 10, 20, 20],
    ],
    told: /outside of this frame/,
  },
  { trial: "labelme-imagedata-only", boxes: [["x.png", "car", 10, 10, 40, 30]], areas: [600] },
  { trial: "ls-coco-exif", boxes: [["p.jpg", "car", 50, 20, 20, 60]] },
  { trial: "ls-coco-windows-path", boxes: [["cb0618f6-BitBlt_True.png", "car", 10, 10, 40, 30]] },
  {
    trial: "ls-rotate-nonsquare",
    boxes: [
      ["a.png", "l0", 200, 100, 300, 100],
      ["a.png", "l1", 100, 100, 100, 300],
      ["a.png", "l2", 100, 100, 100, 300],
    ],
  },
  { trial: "masks-antialias-per-instance", boxes: [["a.png", "car", 10, 10, 10, 10]] },
  { trial: "yolo-obb", boxes: [["a.png", "plane", 10, 8, 40, 32]] },
  { trial: "yolo-pose-2d", boxes: [["a.png", "person", 40, 24, 20, 32]], told: /keypoints are left out/ },
  {
    trial: "yolo-float-class",
    boxes: [
      ["a.png", "plane", 10, 8, 40, 32],
      ["a.png", "ship", 40, 32, 20, 16],
      ["a.png", "ship", 40, 36, 20, 8],
    ],
  },
  {
    trial: "pylabel-strings",
    boxes: [
      ["a.png", "cat", 1, 2, 30, 20],
      ["a.png", "dog", 10, 10, 40, 30],
    ],
  },
  {
    trial: "roboflow-dup-category",
    boxes: [
      ["a.png", "fish", 10, 10, 40, 30],
      ["b.png", "lobster trap", 10, 10, 40, 30],
    ],
    told: /become one category/,
  },
  {
    trial: "same-name-folders",
    boxes: [
      ["001.jpg", "car", 10, 10, 40, 30],
      ["001.jpg", "car", 0, 0, 20, 20],
      ["001.png", "car", 0, 0, 30, 30],
    ],
  },
].map((one) => ({ ...one, trial: `passed/${one.trial}` }) as Trial);

describe.skipIf(!hasTrials)("inputs that went wrong", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "maskyard-trials-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([...trials, ...passed].map((trial, i) => ({ ...trial, i, how: (trial.flags ?? []).join(" ") })))(
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

interface Shape {
  readonly image: string;
  readonly box: readonly unknown[];
  readonly area: number;
}
interface CocoFile {
  readonly images: readonly { id: number; file_name: string }[];
  readonly categories: readonly { id: number; name: string }[];
  readonly annotations: readonly { image_id: number; category_id: number; bbox: number[]; area: number }[];
}

/** The shapes of a COCO folder, of all its subsets, by image, class and place. */
async function readShapes(folder: string): Promise<Shape[]> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".json") && !path.endsWith("maskyard-export.json"),
  );
  const shapes = await Promise.all(
    files.map(async (file) => shapesOf(JSON.parse(await readFile(join(folder, file), "utf8")) as CocoFile)),
  );
  const keyOf = ({ image, box }: Shape) => JSON.stringify([image, box]);
  return shapes.flat().sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function shapesOf({ images, categories, annotations }: CocoFile): Shape[] {
  const names = new Map(images.map((image) => [image.id, image.file_name.normalize("NFC")]));
  const classes = new Map(categories.map(({ id, name }) => [id, name]));
  return annotations.map(({ image_id, category_id, bbox, area }) => ({
    image: names.get(image_id) ?? "",
    box: [classes.get(category_id), ...bbox.map(Math.round)],
    area,
  }));
}

import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import { runCliHere } from "../testing/runCliHere.ts";

const SAMPLES = fileURLToPath(new URL("../../../../../shared/samples/", import.meta.url));
const hasSamples = existsSync(join(SAMPLES, "README.md"));
if (!hasSamples) console.warn("convert.test.ts: ../shared/samples is not here, its tests are skipped");

let folder: string;
let source: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-convert-"));
  source = join(folder, "source");
  await mkdir(join(source, "pictures"), { recursive: true });
  const jpeg = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#888" } })
    .jpeg()
    .toBuffer();
  for (const name of ["a.jpg", "b.jpg"]) await writeFile(join(source, "pictures", name), jpeg);
  const size = { width: 40, height: 30 };
  await writeFile(
    join(source, "labels.json"),
    JSON.stringify({
      images: [
        { id: 0, file_name: "a.jpg", ...size },
        { id: 2 ** 53, file_name: "b.jpg", ...size },
        { id: 3, file_name: "gone.jpg", ...size },
      ],
      categories: [{ id: 0, name: "car" }],
      annotations: [
        {
          id: 0,
          image_id: 0,
          category_id: 0,
          segmentation: [
            [1, 1, 11, 1, 11, 9],
            [20, 20, 25, 20, 25, 25],
          ],
        },
        { id: 1, image_id: 2 ** 53, category_id: 0, segmentation: [[2.5, 1, 11, 1, 11, 9.25]] },
        { id: 2, image_id: 3, category_id: 0, bbox: [1, 2, 3, 4] },
      ],
    }),
  );
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function convert(...args: string[]) {
  const { code, stdout, stderr } = await runCliHere(["convert", ...args, "--json"], {});
  return {
    code,
    result: stdout === "" ? null : JSON.parse(stdout),
    error: stderr === "" ? null : JSON.parse(stderr).error,
  };
}

describe("convert", () => {
  it("writes a whole YOLO set with its images, and tells what became of everything", async () => {
    const out = join(folder, "out");
    const { code, result } = await convert(source, out, "--to", "yolo-seg", "--verify");
    expect(code).toBe(0);
    expect(result).toMatchObject({ format: "coco", images: 2, annotations: 2, categories: 1, files: 5 });
    expect(result.ledger).toMatchObject({ read: 3, kept: 1, rounded: 1, dropped: 1 });
    expect(result.ledger.entries.map((one: { place: string }) => one.place)).toEqual([
      "labels.json images[2]",
      "labels.json annotations[0]",
    ]);
    expect(result.verification).toMatchObject({
      annotations: { compared: 2 },
      differingPixelsMax: 0,
      beyondPrecision: [],
    });
    expect((await readdir(out, { recursive: true })).sort()).toEqual([
      "data.yaml",
      "images",
      "images/pictures",
      "images/pictures/a.jpg",
      "images/pictures/b.jpg",
      "labels",
      "labels/pictures",
      "labels/pictures/a.txt",
      "labels/pictures/b.txt",
    ]);
    expect(await readFile(join(out, "labels/pictures/b.txt"), "utf8")).toBe(
      "0 0.0625 0.033333333333 0.275 0.033333333333 0.275 0.308333333333\n",
    );
    expect(await readdir(folder)).toEqual(["out", "source"]);
    // And back: the same geometry.
    const back = await convert(out, join(folder, "back"), "--to", "coco", "--verify");
    expect(back.result).toMatchObject({ format: "yolo-seg", images: 2, annotations: 2, ledger: { read: 2, kept: 2 } });
  });

  it("keeps annotations of images that are not there when only annotations are asked for", async () => {
    const { result } = await convert(source, join(folder, "out"), "--to", "labelme", "--annotations-only", "--verify");
    expect(result).toMatchObject({ images: 3, annotations: 3, files: 3, ledger: { dropped: 0 } });
    const single = await convert(join(source, "labels.json"), join(folder, "single"), "--to", "voc", "--verify");
    expect(single.result).toMatchObject({ images: 3, annotations: 3 });
  });

  it("lays COCO out in its folders, unless the images stay where they are or it is asked to", async () => {
    const file = async (out: string) =>
      JSON.parse(await readFile(join(folder, out, "annotations/instances_default.json"), "utf8")).images.map(
        (image: { file_name: string }) => image.file_name,
      );
    await convert(source, join(folder, "whole"), "--to", "coco");
    expect(await file("whole")).toEqual(["pictures/a.jpg", "pictures/b.jpg"]);
    expect(await readdir(join(folder, "whole/images/pictures"))).toEqual(["a.jpg", "b.jpg"]);
    await convert(source, join(folder, "named"), "--to", "coco", "--coco-layout", "as-named");
    expect(await readdir(join(folder, "named/pictures"))).toEqual(["a.jpg", "b.jpg"]);
    const labels = join(source, "labels.json");
    await writeFile(labels, (await readFile(labels, "utf8")).replace('"a.jpg"', '"images/train/a.jpg"'));
    await convert(source, join(folder, "beside"), "--to", "coco", "--annotations-only");
    expect(await file("beside")).toEqual(["images/train/a.jpg", "b.jpg", "gone.jpg"]);
    expect(await readdir(join(folder, "beside"))).toEqual(["annotations"]);
    expect((await convert(source, join(folder, "x"), "--to", "coco", "--coco-layout", "x")).code).toBe(2);
  });

  it("simplifies outlines on demand, and says how far they moved", async () => {
    const labels = join(source, "labels.json");
    const file = JSON.parse(await readFile(labels, "utf8"));
    file.annotations[1].segmentation = [[2, 2, 7, 2.5, 12, 2, 12, 12, 2, 12]];
    await writeFile(labels, JSON.stringify(file));
    const { result } = await convert(source, join(folder, "out"), "--to", "coco", "--simplify", "1", "--verify");
    expect(result.simplification).toEqual({
      tolerancePx: 1,
      annotations: 1,
      pointsBefore: 11,
      pointsAfter: 10,
      distancePxMax: 0.5,
    });
    expect(result.ledger).toMatchObject({ rounded: 1 });
    expect(result.ledger.entries).toContainEqual({
      kind: "rounded",
      place: "labels.json annotations[1]",
      reason: "simplified from 5 to 4 points: its outline moved by at most 0.5 px",
    });
    expect((await convert(source, join(folder, "other"), "--to", "coco", "--simplify", "-1")).code).toBe(2);
  });

  it("leaves a destination that is there alone, unless it is to be replaced whole", async () => {
    const out = join(folder, "out");
    await mkdir(out);
    await writeFile(join(out, "mine.txt"), "keep");
    const refused = await convert(source, out, "--to", "coco");
    expect(refused).toMatchObject({ code: 1, error: { code: "EXISTS" } });
    expect(await readdir(out)).toEqual(["mine.txt"]);
    const broken = join(folder, "broken");
    await mkdir(broken);
    await writeFile(join(broken, "x.json"), '{"images": [1, 2');
    const failed = await convert(broken, out, "--to", "coco", "--force");
    expect(failed.error).toEqual({ code: "FORMAT_ERROR", message: expect.stringContaining("x.json line 1") });
    expect(await readdir(out)).toEqual(["mine.txt"]);
    expect((await convert(source, out, "--to", "coco", "--force")).code).toBe(0);
    expect((await readdir(out)).sort()).toEqual(["annotations", "images"]);
    expect((await readdir(folder)).sort()).toEqual(["broken", "out", "source"]);
  });

  it("clears what a killed run left", async () => {
    await mkdir(join(folder, "out.partial/images"), { recursive: true });
    expect((await convert(source, join(folder, "out"), "--to", "coco")).code).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(["out", "source"]);
  });

  it("is used wrongly without --to, or with a format nobody knows", async () => {
    expect((await convert(source, join(folder, "out"))).code).toBe(2);
    expect((await convert(source, join(folder, "out"), "--to", "sketch")).code).toBe(2);
    expect((await convert(join(folder, "nowhere"), join(folder, "out"), "--to", "coco")).error.message).toMatch(
      /no such file/,
    );
  });

  it("writes a table of the columns that are named, and a task list for Label Studio", async () => {
    const table = join(folder, "table");
    const columns = "file=Bild,label=Art,x=links,y=oben,w=breit,h=hoch";
    expect((await convert(source, table, "--to", "csv", "--to-map", columns, "--verify")).code).toBe(0);
    expect(await readFile(join(table, "annotations.csv"), "utf8")).toMatch(/^Bild,Art,links,oben,breit,hoch\r\n/);
    const back = await convert(table, join(folder, "tasks"), "--map", columns, "--to", "label-studio", "--verify");
    expect([back.code, back.result?.annotations, back.result?.format]).toEqual([0, 2, "csv"]);
    expect((await convert(source, join(folder, "x"), "--to", "csv", "--to-map", "file=a")).error.message).toMatch(
      /none is named for label, x, y/,
    );
  });

  it("reads a JSON file in pieces where it is long, from a folder and from a zip", async () => {
    const labels = await readFile(join(source, "labels.json"), "utf8");
    await writeFile(join(source, "labels.json"), labels.replace("}", `}${" ".repeat(33 * 1024 ** 2)}`));
    const zip = new ZipFile();
    for (const name of ["labels.json", "pictures/a.jpg", "pictures/b.jpg"]) zip.addFile(join(source, name), name);
    zip.end();
    await writeFile(join(folder, "source.zip"), zip.outputStream as Readable);
    for (const from of [source, join(folder, "source.zip")]) {
      const { result } = await convert(from, join(folder, "out"), "--to", "coco", "--verify", "--force");
      expect(result).toMatchObject({ format: "coco", annotations: 2, ledger: { read: 3, dropped: 1 } });
    }
  });

  it("writes shapes as they lie on upright images, wherever the source's lie", async () => {
    const lying = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#888" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    await writeFile(join(source, "pictures/a.jpg"), lying);
    const boxOf = async (...flags: string[]) => {
      const { result } = await convert(source, join(folder, "out"), "--to", "labelme", "--verify", "--force", ...flags);
      const { imageWidth, shapes } = JSON.parse(await readFile(join(folder, "out/pictures/a.json"), "utf8"));
      return [imageWidth, shapes[0].points[0], result.ledger.guessed];
    };
    // The file says 40 x 30, as the picture is stored: (1, 1) is then near its upper right corner.
    expect(await boxOf()).toEqual([30, [29, 1], 0]);
    const labels = JSON.parse(await readFile(join(source, "labels.json"), "utf8"));
    for (const image of labels.images) delete image.width;
    await writeFile(join(source, "labels.json"), JSON.stringify(labels));
    expect(await boxOf()).toEqual([30, [1, 1], 1]);
    expect(await boxOf("--frame", "raw")).toEqual([30, [29, 1], 0]);
    expect(await boxOf("--frame", "upright")).toEqual([30, [1, 1], 0]);
  });

  it("warns where a picture has another size than the file says", async () => {
    const wide = await sharp({ create: { width: 50, height: 30, channels: 3, background: "#888" } })
      .jpeg()
      .toBuffer();
    await writeFile(join(source, "pictures/a.jpg"), wide);
    const { result } = await convert(source, join(folder, "out"), "--to", "coco", "--verify");
    expect(result.ledger.entries).toContainEqual({
      kind: "warning",
      place: "labels.json images[0]",
      reason: "the file says the image is 40 x 30, pictures/a.jpg is 50 x 30: check where its shapes lie",
    });
  });

  it.skipIf(!hasSamples)("gives real files with their images back the same through four formats", async () => {
    let from = join(SAMPLES, "nuts-labelme-coco/labelme");
    for (const to of ["yolo-seg", "coco", "labelme", "voc"]) {
      const { code, result } = await convert(from, join(folder, to), "--to", to, "--verify");
      expect([to, code, result?.images, result?.annotations]).toEqual([to, 0, 18, 165]);
      from = join(folder, to);
    }
  });
});

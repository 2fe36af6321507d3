import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importAndRead } from "../../testing/importAndRead.ts";
import { makePicture } from "../../testing/makePicture.ts";
import { sampleFolder, zipFolder } from "../../testing/sampleFolder.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
});

afterAll(async () => {
  await api?.close();
});

const importedBy = (zip: Uint8Array, query: Record<string, string>) => importAndRead(api, owner, zip, query);

describe("real files", () => {
  test("LabelMe: ten photographs of nuts with their JSON", async () => {
    const folder = sampleFolder("nuts-labelme-coco");
    if (folder === null) {
      return;
    }
    const result = await importedBy(
      zipFolder(folder, (path) => /^labelme\/[0-9]\.(jpg|json)$/.test(path)),
      { dataset: "nuts" },
    );
    expect(result).toMatchObject({ status: "SUCCEEDED", format: "labelme", imageCount: 10 });
    expect(result.annotationCount).toBe(result.ledger.read - result.ledger.dropped - result.ledger.merged);
    expect(result.annotationCount).toBeGreaterThan(10);
  });

  test("COCO: photographs of streets, those not uploaded reported", async () => {
    const folder = sampleFolder("street-facades-coco");
    if (folder === null) {
      return;
    }
    const photographs = readdirSync(join(folder, "valid"))
      .filter((name) => name.endsWith(".jpg"))
      .sort()
      .slice(0, 4);
    const zip = zipFolder(join(folder, "valid"), (path) => path.endsWith(".json") || photographs.includes(path));
    const result = await importedBy(zip, { dataset: "streets" });
    expect(result).toMatchObject({ status: "SUCCEEDED", format: "coco", imageCount: 4 });
    expect(result.ledger.kept).toBeGreaterThan(100);
    expect(result.ledger.kept + result.ledger.dropped).toBe(result.ledger.read);
    expect(result.annotationCount).toBe(result.ledger.kept);
  });

  test("makesense CSV: the boxes of twelve pictures", async () => {
    const folder = sampleFolder("same12-by-tool/makesense/clean/rect-csv");
    if (folder === null) {
      return;
    }
    const csv = readFileSync(join(folder, csvIn(folder)), "utf8");
    // The photographs themselves are not beside the labels; any picture of the stated size will do.
    const sizes = new Map(
      csv
        .trim()
        .split(/\r?\n/)
        .map((line) => line.split(","))
        .filter((cells) => cells[0] !== "label_name")
        .map((cells) => [cells.at(-3) ?? "", { widthPx: Number(cells.at(-2)), heightPx: Number(cells.at(-1)) }]),
    );
    const entries: Record<string, Uint8Array> = { "labels.csv": Buffer.from(csv) };
    for (const [name, size] of sizes) {
      entries[name] = await makePicture(size);
    }
    const result = await importedBy(zipSync(entries), { dataset: "makesense" });
    expect(result).toMatchObject({ status: "SUCCEEDED", format: "makesense-csv", imageCount: 12, annotationCount: 39 });
    expect(result.dataset.categories).toMatchObject([
      { name: "sign board", annotationCount: 16 },
      { name: "car", annotationCount: 23 },
    ]);
  });
});

function csvIn(folder: string): string {
  const name = readdirSync(folder).find((candidate) => candidate.endsWith(".csv"));
  if (name === undefined) {
    throw new Error(`expected a CSV file among ${readdirSync(folder).join(", ")}`);
  }
  return name;
}

describe("formats whose coordinates or masks lie in the images", () => {
  test("YOLO labels land in pixels of the upright picture", async () => {
    const zip = zipSync({
      "data.yaml": Buffer.from("train: images/train\nnames: [car, sign board]\n"),
      "images/train/a.jpg": await makePicture({ widthPx: 64, heightPx: 48 }),
      "labels/train/a.txt": Buffer.from("1 0.5 0.5 0.25 0.5\n0 .1 .1 .5 .1 .5 .5\n"),
    });
    const result = await importedBy(zip, { dataset: "yolo" });
    expect(result).toMatchObject({ status: "SUCCEEDED", format: "yolo-seg", imageCount: 1, annotationCount: 2 });
    const [{ node }] = result.dataset.images.edges;
    expect(node.sourceSubset).toBe("train");
    expect(node.annotations.map((one: { box: unknown }) => one.box)).toContainEqual({
      x: 24,
      y: 12,
      width: 16,
      height: 24,
    });
  });

  test("VOC's masks become shapes and no pictures", async () => {
    const voc = `<annotation><filename>a.jpg</filename><size><width>64</width><height>48</height></size>
      <object><name>car</name><bndbox><xmin>8</xmin><ymin>8</ymin><xmax>24</xmax><ymax>24</ymax></bndbox></object></annotation>`;
    const mask = Buffer.alloc(64 * 48, 0);
    for (let y = 8; y < 24; y += 1) {
      mask.fill(1, y * 64 + 8, y * 64 + 24);
    }
    const png = await sharp(mask, { raw: { width: 64, height: 48, channels: 1 } })
      .toColourspace("b-w")
      .png()
      .toBuffer();
    const zip = zipSync({
      "JPEGImages/a.jpg": await makePicture({ widthPx: 64, heightPx: 48 }),
      "Annotations/a.xml": Buffer.from(voc),
      "SegmentationObject/a.png": png,
    });
    const result = await importedBy(zip, { dataset: "voc" });
    expect(result).toMatchObject({
      status: "SUCCEEDED",
      format: "voc",
      imagesTotal: 1,
      imageCount: 1,
      annotationCount: 1,
    });
    expect(result.dataset.images.edges[0].node.annotations[0].areaPx).toBe(256);
  });
});

test("what a person says of the files is how they are read, and stays with the import", async () => {
  const coco = {
    images: [{ id: 1, file_name: "a.jpg", width: 128, height: 96 }],
    categories: [{ id: 1, name: "car" }],
    annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [16, 16, 32, 24], iscrowd: 1 }],
  };
  const zip = zipSync({
    "a.jpg": await makePicture({ widthPx: 64, heightPx: 48 }),
    "a.json": Buffer.from(JSON.stringify(coco)),
  });
  const boxAndReasons = async (dataset: string, query: Record<string, string>) => {
    const { dataset: read, ledger } = await importedBy(zip, { dataset, ...query });
    const [{ node }] = read.images.edges;
    return [node.annotations[0].box, ledger.entries.map(({ reason }: { reason: string }) => reason).join("; ")];
  };
  // Without a word, the size in the file tells that the picture was made smaller since.
  const detected = await boxAndReasons("detected", {});
  expect(detected).toEqual([
    { x: 8, y: 8, width: 16, height: 12 },
    expect.stringMatching(/scaled to it.*as a crowd|as a crowd.*scaled to it/),
  ]);
  const said = { scaleToImage: "false", crowds: "objects" };
  const [box, reasons] = await boxAndReasons("said", said);
  expect(box).toEqual({ x: 16, y: 16, width: 32, height: 24 });
  expect(reasons).toMatch(/are read as objects, as asked for/);
  const row = await api.services.prisma.import.findFirstOrThrow({ where: { dataset: { name: "said" } } });
  expect(row.readerOptions).toEqual({ scaleToImage: false, crowds: "objects" });
});

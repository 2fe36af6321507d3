import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importAndRead } from "../../testing/importAndRead.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { makePicture } from "../../testing/makePicture.ts";
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

describe("a COCO archive", () => {
  test("lands whole: images, categories and polygons, and again it changes nothing", async () => {
    const zip = await makeCocoZip({ images: 3, annotationsPerImage: 2 });
    const first = await importedBy(zip, { dataset: "twice" });
    expect(first).toMatchObject({ status: "SUCCEEDED", error: null, imagesTotal: 3, imagesDone: 3, imageCount: 3 });
    expect(first.ledger).toMatchObject({ read: 6, kept: 6, dropped: 0, clipped: 0 });
    expect(first.dataset).toMatchObject({ imageCount: 3, annotationCount: 6 });
    expect(first.dataset.categories.map((one: { name: string }) => one.name)).toEqual(["car", "sign"]);
    expect(first.dataset.images.edges[0].node).toMatchObject({ fileName: "images/000.jpg", widthPx: 64, heightPx: 48 });
    expect(first.dataset.images.edges[0].node.annotations[0]).toEqual({
      areaPx: 64,
      box: { x: 4, y: 5, width: 8, height: 8 },
    });

    const second = await importedBy(zip, { dataset: "twice" });
    expect(second).toMatchObject({ status: "SUCCEEDED", imageCount: 3, annotationCount: 6 });
    expect(second.dataset).toMatchObject({ imageCount: 3, annotationCount: 6 });
  });

  test("guesses captures by Roboflow's names, says so, and leaves what a person then cleared", async () => {
    const pictures = [1, 2, 3].map((seed) => makePicture({ seed }));
    const [a, b, other] = (await Promise.all(pictures)) as [Buffer, Buffer, Buffer];
    const hash = (letter: string) => letter.repeat(32);
    const tiles = {
      [`train/IMG_1_scaled_0_png_jpg.rf.${hash("a")}.jpg`]: a,
      [`valid/IMG_1_scaled_1_png_jpg.rf.${hash("b")}.jpg`]: b,
      "plain.jpg": other,
    };
    const { ledger, dataset } = await importedBy(zipSync(tiles), { dataset: "tiles" });
    const groups = async () => {
      const { id } = await api.services.prisma.dataset.findFirstOrThrow({ where: { name: "tiles" } });
      const images = await api.services.prisma.image.findMany({
        where: { datasetId: id },
        orderBy: { fileName: "asc" },
      });
      return { id, groups: images.map(({ captureGroup }) => captureGroup) };
    };
    expect(dataset.imageCount).toBe(3);
    expect((await groups()).groups).toEqual([null, "IMG_1", "IMG_1"]);
    expect(ledger).toMatchObject({ read: 0, guessed: 0 });
    expect(ledger.entries).toContainEqual({
      kind: "guessed",
      place: "capture groups",
      reason: expect.stringMatching(/^2 images were put into 1 capture group .*"IMG_1" with 2.*capture-groups/),
    });
    await api.services.prisma.image.updateMany({
      where: { datasetId: (await groups()).id },
      data: { captureGroup: null },
    });
    const again = await importedBy(zipSync(tiles), { dataset: "tiles" });
    expect((await groups()).groups).toEqual([null, null, null]);
    expect(again.ledger.entries).not.toContainEqual(expect.objectContaining({ place: "capture groups" }));
  });

  test("does not bring back what a person deleted or changed", async () => {
    const zip = await makeCocoZip({ images: 1, annotationsPerImage: 2 });
    await importedBy(zip, { dataset: "edited" });
    const dataset = await api.services.prisma.dataset.findFirstOrThrow({ where: { name: "edited" } });
    const [first] = await api.services.prisma.annotation.findMany({ where: { datasetId: dataset.id } });
    await api.services.prisma.annotation.update({ where: { id: first?.id ?? "" }, data: { deletedAt: new Date() } });
    const again = await importedBy(zip, { dataset: "edited" });
    expect(again.dataset.annotationCount).toBe(1);
  });

  test("keeps what can be kept beside a missing image, an unknown category and two-point polygons", async () => {
    const document = {
      images: [
        { id: 1, file_name: "a.jpg", width: 64, height: 48 },
        { id: 2, file_name: "gone.jpg", width: 64, height: 48 },
      ],
      categories: [{ id: 1, name: "car" }],
      annotations: [
        { id: 1, image_id: 1, category_id: 1, bbox: [1, 1, 9, 9], segmentation: [[1, 1, 10, 1, 10, 10]] },
        { id: 2, image_id: 2, category_id: 1, bbox: [1, 1, 9, 9], segmentation: [[1, 1, 10, 1, 10, 10]] },
        { id: 3, image_id: 1, category_id: 99, bbox: [1, 1, 9, 9], segmentation: [[1, 1, 10, 1, 10, 10]] },
        { id: 4, image_id: 1, category_id: 1, bbox: [1, 1, 9, 0], segmentation: [[1, 1, 10, 1]] },
        { id: 5, image_id: 77, category_id: 1, bbox: [1, 1, 9, 9], segmentation: [[1, 1, 10, 1, 10, 10]] },
        { id: 6, image_id: 1, category_id: 1, bbox: [50, 1, 30, 9], segmentation: [[50, 1, 80, 1, 80, 10, 50, 10]] },
      ],
    };
    const result = await importedBy(
      zipSync({ "a.jpg": await makePicture(), "labels.json": Buffer.from(JSON.stringify(document)) }),
      { dataset: "partly" },
    );
    const { read, kept, merged, rounded, clipped, guessed, dropped } = result.ledger;
    expect(read).toBe(6);
    expect(kept + merged + rounded + clipped + guessed + dropped).toBe(read);
    expect(clipped).toBe(1);
    expect(result.dataset.annotationCount).toBe(read - dropped - merged);
    const told = result.ledger.entries.map(
      (entry: { reason: string; place: string }) => `${entry.place}: ${entry.reason}`,
    );
    expect(told.join("\n")).toMatch(/gone\.jpg/);
    expect(told.join("\n")).toMatch(/fewer than 3 points/);
    expect(told.join("\n")).toMatch(/99/);
  });

  test("names images that are empty, cut off or none, and takes in the others", async () => {
    const picture = await makePicture({ widthPx: 400, heightPx: 300, seed: 9 });
    const zip = await makeCocoZip({
      images: 3,
      files: {
        "images/000.jpg": new Uint8Array(0),
        "images/001.jpg": picture.subarray(0, Math.floor(picture.length / 2)),
        "evil.jpg": Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
      },
    });
    const result = await importedBy(zip, { dataset: "damaged" });
    expect(result).toMatchObject({ status: "SUCCEEDED", imageCount: 1, annotationCount: 2 });
    expect(result.ledger).toMatchObject({ read: 6, kept: 2, dropped: 4 });
    const reasonAt = (place: string) =>
      result.ledger.entries.find((entry: { place: string }) => entry.place === place)?.reason;
    expect(reasonAt("images/000.jpg")).toMatch(/0 bytes/);
    expect(reasonAt("images/001.jpg")).toMatch(/cannot be decoded/);
    expect(reasonAt("evil.jpg")).toMatch(/an SVG drawing and no JPEG/);
  });

  test("brings coordinates of a turned picture to the upright one", async () => {
    // Stored 64 x 48, shown 48 x 64 (orientation 6). The file states the stored size, so its shapes are of the stored picture.
    const document = {
      images: [{ id: 1, file_name: "turned.jpg", width: 64, height: 48 }],
      categories: [{ id: 1, name: "car" }],
      annotations: [
        { id: 1, image_id: 1, category_id: 1, bbox: [10, 4, 20, 8], segmentation: [[10, 4, 30, 4, 30, 12, 10, 12]] },
      ],
    };
    const result = await importedBy(
      zipSync({
        "turned.jpg": await makePicture({ orientation: 6 }),
        "labels.json": Buffer.from(JSON.stringify(document)),
      }),
      { dataset: "turned" },
    );
    const [{ node }] = result.dataset.images.edges;
    expect(node).toMatchObject({ widthPx: 48, heightPx: 64, exifOrientation: 6 });
    // (x, y) -> (48 - y, x): x from 48 - 12 to 48 - 4, y from 10 to 30.
    expect(node.annotations).toEqual([{ areaPx: 160, box: { x: 36, y: 10, width: 8, height: 20 } }]);
  });

  test("makes a split of the subsets its folders name", async () => {
    const document = (name: string) =>
      Buffer.from(
        JSON.stringify({
          images: [{ id: 1, file_name: name, width: 64, height: 48 }],
          categories: [{ id: 1, name: "car" }],
          annotations: [],
        }),
      );
    const result = await importedBy(
      zipSync({
        "train/a.jpg": await makePicture({ seed: 1 }),
        "train/labels.json": document("a.jpg"),
        "valid/b.jpg": await makePicture({ seed: 2 }),
        "valid/labels.json": document("b.jpg"),
      }),
      { dataset: "with subsets", split: "FROM_FILES" },
    );
    expect(result.dataset.splits).toEqual([
      { name: "from files", strategy: "FROM_FILES", counts: { train: 1, val: 1, test: 0 } },
    ]);
  });
});

test("images without annotation files come unannotated", async () => {
  const result = await importedBy(
    zipSync({
      "a.png": await makePicture({ kind: "png" }),
      "b.webp": await makePicture({ kind: "webp" }),
      "README.txt": Buffer.from("mine"),
    }),
    { dataset: "pictures" },
  );
  expect(result).toMatchObject({ status: "SUCCEEDED", imageCount: 2, annotationCount: 0, format: null });
  expect(result.ledger.entries).toContainEqual({
    kind: "warning",
    place: "README.txt",
    reason: "contains no annotations in a supported format",
  });
});

test("a table's columns go as the person named them, and stay with the import", async () => {
  const zip = zipSync({
    "a.jpg": await makePicture({ widthPx: 64, heightPx: 48 }),
    "boxes.csv": Buffer.from("picture;kind;left;top;wide;high\na.jpg;car;1,5;2;10;8\n"),
  });
  const columns = "file=picture,label=kind,x=left,y=top,w=wide,h=high";
  const outcome = await api.importZip(owner, zip, { dataset: "table", format: "csv", columns });
  const query = "query ($id: ID!) { import(id: $id) { status format annotationCount readerOptions } }";
  const { data } = await api.graph(owner, query, { id: outcome.importId });
  expect(data.import).toEqual({
    status: "SUCCEEDED",
    format: "csv",
    annotationCount: 1,
    readerOptions: { csvColumns: { file: "picture", label: "kind", x: "left", y: "top", w: "wide", h: "high" } },
  });
  const refused = await api.importZip(owner, zip, { dataset: "table", columns: "colour=kind" });
  expect(refused).toMatchObject({ http: 400, message: expect.stringMatching(/columns is FIELD=COLUMN/) });
});

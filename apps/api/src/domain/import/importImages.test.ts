import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { zipSync } from "fflate";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
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

test("an image that the dataset has already, or one like it, is told", async () => {
  const scene = await sharp(await makePicture({ widthPx: 9, heightPx: 8, seed: 5, kind: "png" }))
    .resize(160, 120, { kernel: "cubic", fit: "fill" })
    .jpeg({ quality: 95 })
    .toBuffer();
  const smaller = await sharp(scene).resize(80, 60).jpeg({ quality: 70 }).toBuffer();
  await importedBy(zipSync({ "one.jpg": scene }), { dataset: "repeated" });
  const { ledger, dataset } = await importedBy(zipSync({ "copy.jpg": scene, "smaller.jpg": smaller }), {
    dataset: "repeated",
  });
  expect(dataset.imageCount).toBe(3);
  expect(ledger.entries).toMatchObject([
    { kind: "warning", place: "copy.jpg", reason: "the same file as one.jpg; its bytes are kept once" },
    { kind: "warning", place: "smaller.jpg", reason: expect.stringMatching(/^looks like (one|copy)\.jpg/) },
  ]);
});

test("the source's location is gone from the stored file and the hash of the original is kept", async () => {
  const folder = sampleFolder("exif-orientations");
  if (folder === null) {
    return;
  }
  const result = await importedBy(
    zipFolder(folder, (path) => /Portrait_[1-8]\.jpg$/.test(path)),
    { dataset: "orientations" },
  );
  expect(result.imageCount).toBe(8);
  for (const { node } of result.dataset.images.edges) {
    expect([node.widthPx, node.heightPx]).toEqual([1200, 1800]);
  }
  const rows = await api.services.prisma.image.findMany({ where: { dataset: { name: "orientations" } } });
  // The eight show one picture, whatever way it is stored: their difference hashes lie within a few bits.
  const [first] = rows;
  for (const row of rows) {
    const bits = BigInt.asUintN(64, (row.perceptualHash ?? 0n) ^ (first?.perceptualHash ?? 0n));
    expect(bits.toString(2).replaceAll("0", "").length).toBeLessThan(6);
    expect(
      existsSync(join(api.dataFolder, "blobs", row.blobSha256.slice(0, 2), row.blobSha256.slice(2, 4), row.blobSha256)),
    ).toBe(true);
  }
});

test("TIFF and AVIF come in; HEIC is refused by name with what to do, and its annotations are counted", async () => {
  const heic = Buffer.concat([Buffer.from("\0\0\0\x1cftypheic\0\0\0\0mif1heicmiaf", "latin1"), Buffer.alloc(64)]);
  const shape = (label: string, imagePath: string) =>
    Buffer.from(
      JSON.stringify({
        version: "5.0.0",
        flags: {},
        shapes: [
          {
            label,
            points: [
              [4, 4],
              [20, 4],
              [20, 20],
            ],
            group_id: null,
            shape_type: "polygon",
            flags: {},
          },
        ],
        imagePath,
        imageData: null,
        imageHeight: 48,
        imageWidth: 64,
      }),
    );
  const result = await importedBy(
    zipSync({
      "a.tif": await makePicture({ kind: "tiff" }),
      "a.json": shape("car", "a.tif"),
      "b.avif": await makePicture({ kind: "avif", seed: 2 }),
      "b.json": shape("car", "b.avif"),
      "c.heic": heic,
      "c.json": shape("car", "c.heic"),
    }),
    { dataset: "newer kinds" },
  );
  expect(result).toMatchObject({ status: "SUCCEEDED", imageCount: 2, annotationCount: 2 });
  expect(result.ledger).toMatchObject({ read: 3, kept: 2, dropped: 1 });
  const told = result.ledger.entries.filter(({ place }: { place: string }) => place === "c.heic");
  expect(told).toEqual([
    { kind: "dropped", place: "c.heic", reason: expect.stringMatching(/HEIC image.*convert it to JPEG, PNG or AVIF/) },
  ]);
});

test("a stored file that was damaged or lost is whole again once its picture is imported again", async () => {
  const pictures = { "a.png": await makePicture({ seed: 11, kind: "png" }), "b.jpg": await makePicture({ seed: 12 }) };
  await importedBy(zipSync(pictures), { dataset: "damaged" });
  const rows = await api.services.prisma.image.findMany({
    where: { dataset: { name: "damaged" } },
    orderBy: { fileName: "asc" },
  });
  const [damaged = "", lost = ""] = rows.map(({ blobSha256 }) => blobSha256);
  const { blobs } = api.services;
  const length = (await blobs.read(damaged)).length;
  await writeFile(blobs.path(damaged), Buffer.alloc(length));
  await rm(blobs.path(lost));
  const { ledger, dataset } = await importedBy(zipSync(pictures), { dataset: "damaged" });
  expect(dataset.imageCount).toBe(2);
  const reason = "the stored file was damaged or missing, and is whole again with this one";
  expect(ledger.entries).toEqual([
    { kind: "warning", place: "a.png", reason },
    { kind: "warning", place: "b.jpg", reason },
  ]);
  expect(await Promise.all([blobs.isSound(damaged), blobs.isSound(lost)])).toEqual([true, true]);
  expect((await importedBy(zipSync(pictures), { dataset: "damaged" })).ledger.entries).toEqual([]);
});

test("one bad picture is a line of its own, and no end of the import", async () => {
  const folder = sampleFolder("trials/broken-exif-webp");
  if (folder === null) return;
  const picture = await readFile(join(folder, "picture.webp"));
  const zip = zipSync({ "good.jpg": await makePicture({ seed: 13 }), "picture.webp": picture });
  const { status, imageCount, ledger } = await importedBy(zip, { dataset: "one bad picture" });
  expect({ status, imageCount, dropped: ledger.dropped }).toEqual({ status: "SUCCEEDED", imageCount: 2, dropped: 0 });
});

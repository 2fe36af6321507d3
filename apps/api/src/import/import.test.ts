import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { zipSync } from "fflate";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCocoZip } from "../testing/makeCocoZip.ts";
import { makePicture } from "../testing/makePicture.ts";
import { sampleFolder, zipFolder } from "../testing/sampleFolder.ts";
import { startTestApi, type TestApi, type TestPerson } from "../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
});

afterAll(async () => {
  await api?.close();
});

const importQuery = `query ($id: ID!) { import(id: $id) {
  status error imagesTotal imagesDone imageCount annotationCount format
  ledger { read kept merged rounded clipped guessed dropped entryCount entries { kind reason place } }
  dataset { name imageCount annotationCount categories { name color position annotationCount }
    splits { name strategy counts { train val test } }
    images { edges { node { fileName widthPx heightPx exifOrientation sourceSubset annotations { areaPx box { x y width height } } } } } }
} }`;

async function importedBy(zip: Uint8Array, query: Record<string, string>) {
  const outcome = await api.importZip(owner, zip, query);
  expect(outcome).toMatchObject({ http: 202, message: null });
  const { data, errors } = await api.graph(owner, importQuery, { id: outcome.importId });
  expect(errors).toEqual([]);
  return data.import;
}

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
    reason: "holds no annotations of a format that is read",
  });
});

const brokenZip = async () =>
  zipSync({ "a.jpg": await makePicture(), "labels.json": Buffer.from('{"images": [{"id": 1, "file_') });

test("a broken annotation file fails the import with its name and place, and nothing stays", async () => {
  const result = await importedBy(await brokenZip(), { dataset: "broken json" });
  expect(result.status).toBe("FAILED");
  expect(result.error).toMatch(/labels\.json/);
  expect(result.dataset).toBeNull();
  expect(await api.services.prisma.dataset.count({ where: { name: "broken json" } })).toBe(0);
});

test("why it failed is told to the people of the project when the dataset is gone, and to nobody else", async () => {
  const { importId } = await api.importZip(owner, await brokenZip(), { dataset: "told" });
  const query = `query ($id: ID!) { import(id: $id) { status error } node(id: $id) { ... on Import { error } } }`;
  const told = { error: expect.stringMatching(/labels\.json/) };
  expect((await api.graph(owner, query, { id: importId })).data).toMatchObject({ import: told, node: told });
  const stranger = await api.person({ projectId: await api.project() });
  expect((await api.graph(stranger, query, { id: importId })).data).toEqual({ import: null, node: null });
});

test("a dataset that was there before stays when an import into it fails", async () => {
  const { prisma } = api.services;
  const { projectId } = await prisma.dataset.findFirstOrThrow({ where: { name: "twice" } });
  await prisma.dataset.create({ data: { projectId, name: "empty before" } });
  const result = await importedBy(await brokenZip(), { dataset: "empty before" });
  expect(result).toMatchObject({ status: "FAILED", dataset: { name: "empty before" } });
});

test("annotation files without any of their images fail, with what to do, and bring no classes", async () => {
  const labels = {
    images: [{ id: 1, file_name: "a.jpg", width: 64, height: 48 }],
    categories: [{ id: 1, name: "lorry" }],
    annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [1, 1, 9, 9], segmentation: [[1, 1, 10, 1, 10, 10]] }],
  };
  const zip = zipSync({ "coco/labels.json": Buffer.from(JSON.stringify(labels)) });
  await importedBy(await makeCocoZip({ images: 1 }), { dataset: "imageless" });
  const result = await importedBy(zip, { dataset: "imageless" });
  expect(result).toMatchObject({ status: "FAILED", imageCount: 0 });
  expect(result.error).toMatch(
    /annotations of 1 image \("coco\/labels\.json"\) and none of the images\. Put the images/,
  );
  expect(result.dataset.categories.map((one: { name: string }) => one.name)).toEqual(["car", "sign"]);
});

describe("an archive that is not taken in", () => {
  const dotDot = zipSync({ "../../etc/passwd": Buffer.from("x") });
  const absolute = zipSync({ "/etc/passwd": Buffer.from("x") });
  const link = zipSync({ "link.jpg": [Buffer.from("/etc/passwd"), { os: 3, attrs: (0o120777 << 16) >>> 0 }] });
  const nested = zipSync({ "inner.zip": zipSync({ "a.txt": Buffer.from("x") }) });
  const bomb = zipSync({ "zeros.json": Buffer.alloc(32 * 1024 ** 2) });

  const locked = Buffer.from(zipSync({ "a.json": Buffer.alloc(500, 32) }));
  // The flag of encryption, in the entry and in the directory.
  locked.writeUInt16LE(1, 6);
  locked.writeUInt16LE(1, locked.indexOf("PK\u0001\u0002") + 8);

  test.each([
    ["a locked one", locked, /"a\.json" in the archive is locked by a password/],
    ["a path that climbs out", dotDot, /etc\/passwd/],
    ["an absolute path", absolute, /etc\/passwd/],
    ["a link", link, /link\.jpg.*link/],
    ["an archive within", nested, /inner\.zip/],
    ["a bomb", bomb, /zeros\.json.*bomb/],
    ["no zip at all", Buffer.from("hello, this is no archive at all"), /not a whole zip/],
    ["an empty body", new Uint8Array(0), /empty/],
  ])("%s is refused with the entry's name, and no dataset is made", async (_what, zip, message) => {
    const before = await api.services.prisma.dataset.count();
    const outcome = await api.importZip(owner, zip, { dataset: "hostile" });
    expect(outcome.http).toBe(400);
    expect(outcome.message).toMatch(message);
    expect(await api.services.prisma.dataset.count()).toBe(before);
    expect(readdirSync(api.imports.uploadFolder)).toEqual([]);
  });

  test("one cut off on its way", async () => {
    const zip = await makeCocoZip();
    const outcome = await api.importZip(owner, zip.subarray(0, zip.length - 100), { dataset: "cut" });
    expect(outcome).toMatchObject({ http: 400 });
    expect(outcome.message).toMatch(/cut off/);
  });
});

test("an import whose server died is marked as failed", async () => {
  const dataset = await api.services.prisma.dataset.findFirstOrThrow({ where: { name: "twice" } });
  const row = await api.services.prisma.import.create({
    data: { datasetId: dataset.id, source: "x.zip", heartbeatAt: new Date(Date.now() - 3_600_000) },
  });
  await api.imports.start();
  expect(await api.services.prisma.import.findUniqueOrThrow({ where: { id: row.id } })).toMatchObject({
    status: "FAILED",
    error: expect.stringContaining("import again"),
  });
});

test("an import cut off by the server's stop leaves nothing but the word of it", async () => {
  const other = await startTestApi();
  try {
    const person = await other.person({ projectId: await other.project() });
    const response = await other.fastify.inject({
      method: "POST",
      url: "/files/imports",
      query: { dataset: "stopped" },
      headers: { authorization: `Bearer ${person.token}`, "content-type": "application/zip" },
      payload: Buffer.from(await makeCocoZip({ images: 120 })),
    });
    expect(response.statusCode).toBe(202);
    await other.imports.close();
    const { prisma } = other.services;
    expect(await prisma.import.findFirstOrThrow()).toMatchObject({
      status: "FAILED",
      error: expect.stringContaining("stopped during this import"),
    });
    expect([await prisma.image.count(), await prisma.annotation.count(), await prisma.category.count()]).toEqual([
      0, 0, 0,
    ]);
    expect(readdirSync(other.imports.uploadFolder)).toEqual([]);
    expect(filesBelow(join(other.dataFolder, "blobs"))).toEqual([]);
  } finally {
    await other.close();
  }
});

describe("cancelling", () => {
  const cancelMutation = `mutation ($id: ID!) { cancelImport(input: {id: $id}) {
    __typename ... on CancelImportSuccess { data { status finishedAt } } ... on ConflictError { message } } }`;

  async function start(dataset: string, images: number): Promise<string> {
    const response = await api.fastify.inject({
      method: "POST",
      url: "/files/imports",
      query: { dataset },
      headers: { authorization: `Bearer ${owner.token}`, "content-type": "application/zip" },
      payload: Buffer.from(await makeCocoZip({ images, widthPx: 300, heightPx: 200 })),
    });
    expect(response.statusCode).toBe(202);
    return response.json().importId;
  }

  test("ends imports under way and waiting, of which nothing stays", async () => {
    const blobs = filesBelow(join(api.dataFolder, "blobs"));
    const ids = [await start("cancelled", 60), await start("cancelled too", 4)];
    // The second waits for the first.
    for (const id of ids.reverse()) {
      const { data } = await api.graph(owner, cancelMutation, { id });
      expect(data.cancelImport).toMatchObject({ data: { status: "CANCELLED", finishedAt: expect.any(String) } });
    }
    await api.imports.idle();
    for (const id of ids) {
      const { data } = await api.graph(owner, importQuery, { id });
      expect(data.import).toMatchObject({ status: "CANCELLED", error: null, imageCount: 0 });
      expect(data.import.dataset).toBeNull();
    }
    expect(filesBelow(join(api.dataFolder, "blobs"))).toEqual(blobs);
    expect(readdirSync(api.imports.uploadFolder)).toEqual([]);
    expect(readdirSync(join(api.dataFolder, "tmp", "import-blobs"))).toEqual([]);
    const { data } = await api.graph(owner, cancelMutation, { id: ids[0] });
    expect(data.cancelImport).toMatchObject({
      __typename: "ConflictError",
      message: expect.stringMatching(/ended already/),
    });
  });

  test("a new dataset goes with the last import into it, unless somebody has used it", async () => {
    const { prisma } = api.services;
    const cancel = (id: string) => api.graph(owner, cancelMutation, { id });
    const datasets = async () =>
      (await prisma.dataset.findMany({ where: { name: { in: ["shared", "used"] } }, orderBy: { name: "asc" } })).map(
        ({ name }) => name,
      );
    // The others wait for the first.
    const busy = await start("busy", 120);
    const [one, other, used] = [await start("shared", 2), await start("shared", 2), await start("used", 2)];
    const { id: datasetId } = await prisma.dataset.findFirstOrThrow({ where: { name: "used" } });
    await prisma.category.create({ data: { datasetId, name: "car", color: "#ff0000", position: 0 } });
    await cancel(used);
    await cancel(one);
    expect(await datasets()).toEqual(["shared", "used"]);
    await cancel(other);
    expect(await datasets()).toEqual(["used"]);
    await cancel(busy);
    await api.imports.idle();
    const { data } = await api.graph(owner, importQuery, { id: one });
    expect(data.import).toMatchObject({ status: "CANCELLED", dataset: null });
  });

  test("ends an import that is writing its rows", async () => {
    await api.importZip(owner, await makeCocoZip({ images: 1 }), { dataset: "held" });
    const { prisma, pool } = api.services;
    const dataset = await prisma.dataset.findFirstOrThrow({ where: { name: "held" } });
    const holder = await pool.connect();
    await holder.query("BEGIN");
    await holder.query("SELECT id FROM dataset WHERE id = $1 FOR NO KEY UPDATE", [dataset.id]);
    const id = await start("held", 3);
    const waiters = async () => {
      const { rows } = await pool.query<{ query: string }>(
        "SELECT query FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      );
      return rows.map(({ query }) => query).join("\n");
    };
    while (!(await waiters()).includes("FROM dataset WHERE id = $1 FOR NO KEY UPDATE")) await nextTurn();
    const told = api.services.events.subscribe(({ channel }) => channel === "import_cancel");
    const cancelled = api.graph(owner, cancelMutation, { id });
    while (!(await waiters()).includes("SET status = 'CANCELLED'")) await nextTurn();
    // The import must know before it gets what it waits for, or it would rightly land first.
    await told.next();
    await told.return();
    await holder.query("COMMIT");
    holder.release();
    expect((await cancelled).data.cancelImport).toMatchObject({ data: { status: "CANCELLED" } });
    await api.imports.idle();
    expect(await prisma.image.count({ where: { datasetId: dataset.id } })).toBe(1);
  });
});

test("files of an import that was killed go with the next start, those that a row speaks of stay", async () => {
  const blobs = join(api.dataFolder, "blobs");
  const before = filesBelow(blobs);
  const kept = before.map((path) => path.slice(path.lastIndexOf("/") + 1));
  const { sha256 } = await api.services.blobs.put(Buffer.from("put by an import that was killed then"), "image/jpeg");
  const journal = join(api.dataFolder, "tmp", "import-blobs", "killed");
  // The last line was cut off by the kill.
  writeFileSync(journal, [...kept, sha256, sha256.slice(0, 20)].join("\n"));
  expect(filesBelow(blobs)).toHaveLength(before.length + 1);
  await api.imports.start();
  expect(filesBelow(blobs)).toEqual(before);
  expect(existsSync(journal)).toBe(false);
});

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

/** All files below a folder, sorted; none where it is not there. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}

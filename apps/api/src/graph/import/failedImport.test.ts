import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesBelow } from "../../testing/filesBelow.ts";
import { importAndRead } from "../../testing/importAndRead.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { makePicture } from "../../testing/makePicture.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  await importedBy(await makeCocoZip({ images: 3 }), { dataset: "twice" });
});

afterAll(async () => {
  await api?.close();
});

const importedBy = (zip: Uint8Array, query: Record<string, string>) => importAndRead(api, owner, zip, query);

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
    /annotations of 1 image \("coco\/labels\.json"\) but none of the images\. Add the images/,
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
    ["a locked one", locked, /"a\.json" in the archive is protected by a password/],
    ["a path that climbs out", dotDot, /etc\/passwd/],
    ["an absolute path", absolute, /etc\/passwd/],
    ["a link", link, /link\.jpg.*link/],
    ["an archive inside", nested, /inner\.zip/],
    ["a bomb", bomb, /zeros\.json.*bomb/],
    ["no zip at all", Buffer.from("hello, this is no archive at all"), /not a complete zip/],
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
    expect(outcome.message).toMatch(/may have been truncated/);
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

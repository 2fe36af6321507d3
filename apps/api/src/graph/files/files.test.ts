import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { zipSync } from "fflate";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { makePicture } from "../../testing/makePicture.ts";
import { makeTiff } from "../../testing/makeTiff.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let picture: Buffer;
let urls: { url: string; thumbnailUrl: string };

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  // Stored 600 x 400, shown 400 x 600.
  picture = await makePicture({ widthPx: 600, heightPx: 400, orientation: 6 });
  const { datasetId } = await api.importZip(owner, zipSync({ "a.jpg": picture }), { dataset: "files" });
  const { data } = await api.graph(
    owner,
    "query ($id: ID!) { dataset(id: $id) { images { edges { node { url thumbnailUrl(maxSidePx: 300) } } } } }",
    { id: datasetId },
  );
  urls = data.dataset.images.edges[0].node;
});

afterAll(async () => {
  await api?.close();
});

function get(url: string, headers: Record<string, string> = {}) {
  return api.fastify.inject({ url, headers: { authorization: `Bearer ${owner.token}`, ...headers } });
}

describe("an image", () => {
  test("comes byte for byte, for good, and as nothing but an image", async () => {
    const response = await get(urls.url);
    expect(response.statusCode).toBe(200);
    expect(response.rawPayload.equals(picture)).toBe(true);
    expect(response.headers).toMatchObject({
      "content-type": "image/jpeg",
      "content-length": String(picture.length),
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "private, max-age=31536000, immutable",
    });
    const again = await get(urls.url, { "if-none-match": String(response.headers.etag) });
    expect([again.statusCode, again.payload]).toEqual([304, ""]);
    const other = await get(urls.url, { "if-none-match": '"other"' });
    expect(other.statusCode).toBe(200);
  });

  test("whose file is gone is not found", async () => {
    const row = await api.services.prisma.image.findFirstOrThrow();
    const missing = "0".repeat(64);
    await api.services.prisma.blob.create({ data: { sha256: missing, bytes: 1, mediaType: "image/jpeg" } });
    const broken = await api.services.prisma.image.create({
      data: { ...row, id: undefined, fileName: "gone.jpg", blobSha256: missing } as never,
    });
    for (const suffix of ["", "/thumbnail"]) {
      const response = await get(`/files/images/${encodeGlobalId("Image", broken.id)}${suffix}`);
      expect([suffix, response.statusCode]).toEqual([suffix, 404]);
      expect(response.json().error.message).not.toContain(api.dataFolder);
    }
  });
});

describe("a thumbnail", () => {
  test("is upright WebP of a kept size, made once for many who ask at once", async () => {
    expect(urls.thumbnailUrl).toMatch(/side=320$/);
    const responses = await Promise.all(Array.from({ length: 12 }, () => get(urls.thumbnailUrl)));
    const { width, height, format } = await sharp(responses[0]?.rawPayload).metadata();
    expect({ width, height, format }).toEqual({ width: 213, height: 320, format: "webp" });
    for (const response of responses) {
      expect(response.statusCode).toBe(200);
      expect(response.headers["content-type"]).toBe("image/webp");
      expect(response.rawPayload.equals(responses[0]?.rawPayload ?? Buffer.alloc(0))).toBe(true);
    }
    const files = await readdir(join(api.dataFolder, "derived"), { recursive: true });
    expect(files.filter((name) => name.includes(".webp"))).toHaveLength(1);
    const again = await get(urls.thumbnailUrl, { "if-none-match": String(responses[0]?.headers.etag) });
    expect(again.statusCode).toBe(304);
  });

  test("is never larger than the image, and a size that is none is refused", async () => {
    const large = await sharp((await get(`${urls.url}/thumbnail?side=1280`)).rawPayload).metadata();
    expect([large.width, large.height]).toEqual([400, 600]);
    expect((await get(`${urls.url}/thumbnail?side=huge`)).statusCode).toBe(400);
  });
});

describe("what browsers show", () => {
  test.each([
    ["a JPEG, turned", { kind: "jpeg", orientation: 6 }, "as it is"],
    ["a PNG", { kind: "png" }, "as it is"],
    ["a PNG, turned, which Chromium shows lying", { kind: "png", orientation: 6 }, "made"],
    ["a TIFF, which none shows", { kind: "tiff", orientation: 6 }, "made"],
    ["an AVIF, turned by its own box", { kind: "avif", orientation: 6 }, "as it is"],
  ] as const)("of %s is upright", async (what, options, how) => {
    const bytes = await makePicture({ widthPx: 600, heightPx: 400, ...options });
    const name = `picture.${options.kind === "tiff" ? "tif" : options.kind}`;
    const { datasetId } = await api.importZip(owner, zipSync({ [name]: bytes }), { dataset: what });
    const { data } = await api.graph(
      owner,
      "query ($id: ID!) { dataset(id: $id) { images { edges { node { url displayUrl widthPx heightPx } } } } }",
      { id: datasetId },
    );
    const [{ node }] = data.dataset.images.edges;
    const shown = await get(node.displayUrl);
    expect(shown.statusCode).toBe(200);
    const { autoOrient } = await sharp(shown.rawPayload).metadata();
    expect(autoOrient).toEqual({ width: node.widthPx, height: node.heightPx });
    if (how === "as it is") {
      expect(node.displayUrl).toBe(node.url);
    } else {
      expect(shown.headers["content-type"]).toBe("image/webp");
      expect((await sharp(shown.rawPayload).metadata()).orientation).toBeUndefined();
      const again = await get(node.displayUrl, { "if-none-match": String(shown.headers.etag) });
      expect(again.statusCode).toBe(304);
    }
    // The stored file is the file that came.
    expect((await get(node.url)).rawPayload.equals(bytes)).toBe(true);
  });
});

test("no stored or served file tells where it was taken", async () => {
  const secret = 29_299_213;
  const placed = (kind: "jpeg" | "png" | "webp" | "avif") =>
    sharp(picture)
      .withExif({ IFD3: { GPSLatitude: `48/1 51/1 ${secret}/1`, GPSLongitude: `2/1 17/1 ${secret}/1` } })
      .withMetadata({ orientation: 6 })
      [kind]()
      .toBuffer();
  const tells = (bytes: Buffer) => {
    const little = Buffer.alloc(4);
    little.writeUInt32LE(secret);
    return bytes.includes(little) || bytes.includes(Buffer.from(little).reverse());
  };
  const files: Record<string, Buffer> = {
    // libvips writes no Exif into TIFF.
    "p.tiff": makeTiff([{ pixels: Buffer.alloc(64 * 48, 99), gps: { 2: [48, 51, secret] } }]),
  };
  for (const kind of ["jpeg", "png", "webp", "avif"] as const) files[`p.${kind}`] = await placed(kind);
  for (const [name, bytes] of Object.entries(files)) expect([name, tells(bytes)]).toEqual([name, true]);
  const { datasetId } = await api.importZip(owner, zipSync(files, { level: 0 }), { dataset: "placed" });
  const { data } = await api.graph(
    owner,
    "query ($id: ID!) { dataset(id: $id) { images { edges { node { fileName url displayUrl thumbnailUrl } } } } }",
    { id: datasetId },
  );
  expect(data.dataset.images.edges).toHaveLength(5);
  for (const { node } of data.dataset.images.edges) {
    for (const url of [node.url, node.displayUrl, node.thumbnailUrl]) {
      const response = await get(url);
      expect([url, response.statusCode, tells(response.rawPayload)]).toEqual([url, 200, false]);
    }
  }
  const stored = await readdir(api.dataFolder, { recursive: true, withFileTypes: true });
  for (const entry of stored.filter((one) => one.isFile())) {
    expect([entry.name, tells(await readFile(join(entry.parentPath, entry.name)))]).toEqual([entry.name, false]);
  }
});

test("a checkpoint is a download with a name", async () => {
  const { prisma, blobs } = api.services;
  const dataset = await prisma.dataset.findFirstOrThrow();
  const blob = await blobs.put(Buffer.from("weights"), "application/octet-stream");
  await prisma.blob.create({ data: { sha256: blob.sha256, bytes: blob.bytes, mediaType: blob.mediaType } });
  const snapshot = await prisma.snapshot.create({
    data: { datasetId: dataset.id, hash: "h", manifestSha256: blob.sha256, imageCount: 0, annotationCount: 0 },
  });
  const job = await prisma.job.create({ data: { kind: "TRAIN", projectId: dataset.projectId } });
  const run = await prisma.run.create({
    data: {
      projectId: dataset.projectId,
      datasetId: dataset.id,
      snapshotId: snapshot.id,
      number: 7,
      name: "r",
      recipe: "MININET",
      preset: "demo",
      configuration: {},
      seed: 1,
      jobId: job.id,
    },
  });
  const checkpoint = await prisma.checkpoint.create({
    data: { runId: run.id, step: 100, epoch: 1, blobSha256: blob.sha256, bytes: 7, formatVersion: 1, metrics: {} },
  });
  const { data } = await api.graph(owner, "query ($id: ID!) { run(id: $id) { checkpoints { url sha256 bytes } } }", {
    id: encodeGlobalId("Run", run.id),
  });
  expect(data.run.checkpoints).toEqual([
    { url: `/files/checkpoints/${encodeGlobalId("Checkpoint", checkpoint.id)}`, sha256: blob.sha256, bytes: 7 },
  ]);
  const response = await get(data.run.checkpoints[0].url);
  expect(response.payload).toBe("weights");
  expect(response.headers["content-disposition"]).toBe('attachment; filename="run-7-step-100.safetensors"');
});

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { zipSync } from "fflate";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeGlobalId } from "../graph/globalId.ts";
import { makePicture } from "../testing/makePicture.ts";
import { startTestApi, type TestApi, type TestPerson } from "../testing/startTestApi.ts";

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

test("a checkpoint is a download with a name", async () => {
  const { prisma, blobs } = api.services;
  const dataset = await prisma.dataset.findFirstOrThrow();
  const blob = await blobs.put(Buffer.from("weights"), "application/octet-stream");
  await prisma.blob.create({ data: { sha256: blob.sha256, bytes: blob.bytes, mediaType: blob.mediaType } });
  const snapshot = await prisma.snapshot.create({
    data: { datasetId: dataset.id, hash: "h", manifestSha256: blob.sha256, imageCount: 0, annotationCount: 0 },
  });
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

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Geometry } from "@maskyard/annotations";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tools/testing/testDatabase.mjs";
import { BlobStore } from "../blobs/BlobStore.ts";
import { insertBlobs } from "../blobs/recordBlob.ts";
import { insertAnnotations } from "../bulk/insertAnnotations.ts";
import { insertImages } from "../bulk/insertImages.ts";
import { insertSplitAssignments } from "../bulk/insertSplitAssignments.ts";
import { createDatabase, type Database } from "../database/createDatabase.ts";
import { inTransaction } from "../database/inTransaction.ts";
import { newId } from "../database/newId.ts";
import { type SeededProject, seedProject } from "../testing/seedRun.ts";
import { canonicalJson } from "./canonicalJson.ts";
import { createSnapshot } from "./createSnapshot.ts";
import { readManifest } from "./readManifest.ts";

let testDatabase: TestDatabase;
let db: Database;
let blobs: BlobStore;
let folder: string;
let project: SeededProject;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = createDatabase(testDatabase.url);
  folder = await mkdtemp(join(tmpdir(), "maskyard-snapshot-"));
  blobs = new BlobStore(folder);
  project = await seedProject(db.pool);
});

afterAll(async () => {
  await db.close();
  await testDatabase.drop();
  await rm(folder, { recursive: true, force: true });
});

const triangle: Geometry = { type: "polygon", parts: [{ outer: [0.1, 0, 4, 0.3333333333333333, 1e-7, 3], holes: [] }] };

/** Images 1 and 2 are in the split, image 3 is not; image 1 has two annotations. */
async function seedDataset() {
  const { datasetId } = project;
  const categoryId = newId();
  const splitId = newId();
  const blobSha256 = "d".repeat(64);
  return inTransaction(db.pool, async (client) => {
    await client.query(
      "INSERT INTO category (id, dataset_id, name, color, position) VALUES ($1, $2, 'car', '#ff0000', 0)",
      [categoryId, datasetId],
    );
    await insertBlobs(client, null, [{ sha256: blobSha256, bytes: 3, mediaType: "image/jpeg" }]);
    const image = {
      datasetId,
      blobSha256,
      originalSha256: blobSha256,
      widthPx: 320,
      heightPx: 240,
      exifOrientation: 1,
    };
    const imageIds = await insertImages(client, [
      { ...image, fileName: 'a\\b\t"c".jpg', tags: ["x,y", 'say "hi"'], perceptualHash: -(2n ** 63n) },
      { ...image, fileName: "2.jpg" },
      { ...image, fileName: "3.jpg" },
    ]);
    const [first, second] = imageIds as [string, string, string];
    await client.query(
      "INSERT INTO split (id, dataset_id, name, strategy, seed, train_ratio, val_ratio) VALUES ($1, $2, 'default', 'RANDOM', 1, 0.5, 0.5)",
      [splitId, datasetId],
    );
    await insertSplitAssignments(client, [
      { splitId, imageId: first, subset: "train" },
      { splitId, imageId: second, subset: "val" },
    ]);
    const annotation = {
      datasetId,
      imageId: first,
      categoryId,
      geometry: triangle,
      boxXywhPx: [0, 0, 4, 3] as const,
      areaPx: 5.85,
      isCrowd: false,
      origin: "IMPORT" as const,
    };
    const annotationIds = await insertAnnotations(client, [
      { ...annotation, raw: { label: "c\u0000r\n\\." } },
      { ...annotation, isCrowd: true },
    ]);
    return { categoryId, splitId, imageIds, annotationIds };
  });
}

it("freezes exactly what is there, under a hash that only content changes", async () => {
  const { datasetId } = project;
  const { categoryId, splitId, imageIds, annotationIds } = await seedDataset();
  const [first, second] = imageIds as [string, string, string];
  const [kept, dropped] = annotationIds as [string, string];

  const snapshot = await createSnapshot(db, blobs, { datasetId, splitId });
  expect(snapshot).toMatchObject({ imageCount: 2, annotationCount: 2 });
  const manifest = await readManifest(blobs, snapshot.manifestSha256);
  const image = { blobSha256: "d".repeat(64), widthPx: 320, heightPx: 240, exifOrientation: 1 };
  const annotation = {
    revision: 1,
    categoryId,
    geometry: triangle,
    boxXywhPx: [0, 0, 4, 3],
    areaPx: 5.85,
    isCrowd: false,
  };
  expect(manifest).toEqual({
    version: 1,
    datasetId,
    categories: [{ id: categoryId, name: "car", position: 0 }],
    images: [
      {
        ...image,
        id: first,
        fileName: 'a\\b\t"c".jpg',
        subset: "train",
        annotations: [
          { ...annotation, id: kept },
          { ...annotation, id: dropped, isCrowd: true },
        ],
      },
      { ...image, id: second, fileName: "2.jpg", subset: "val", annotations: [] },
    ],
  });
  const text = canonicalJson(manifest);
  const { createHash } = await import("node:crypto");
  expect(snapshot.hash).toBe(createHash("sha256").update(text).digest("hex"));

  expect(await createSnapshot(db, blobs, { datasetId, splitId })).toEqual(snapshot);
  // What no run sees (a tag, a deleted annotation's removal and return) does not change the hash; an edit does.
  await db.pool.query("UPDATE image SET tags = '{seen}'");
  await db.pool.query("UPDATE annotation SET deleted_at = now() WHERE id = $1", [dropped]);
  const edited = await createSnapshot(db, blobs, { datasetId, splitId });
  expect(edited).toMatchObject({ annotationCount: 1 });
  expect(edited.hash).not.toBe(snapshot.hash);
  await db.pool.query("UPDATE annotation SET deleted_at = NULL WHERE id = $1", [dropped]);
  expect((await createSnapshot(db, blobs, { datasetId, splitId })).snapshotId).toBe(snapshot.snapshotId);

  const whole = await createSnapshot(db, blobs, { datasetId, splitId: null });
  expect(whole.imageCount).toBe(3);
  expect((await readManifest(blobs, whole.manifestSha256)).images.map(({ subset }) => subset)).toEqual([
    null,
    null,
    null,
  ]);

  const revisions = await db.prisma.annotationRevision.findMany({ where: { annotationId: kept } });
  expect(revisions).toMatchObject([{ revision: 1, change: "CREATED", geometry: triangle, origin: "IMPORT" }]);
  const stored = await db.prisma.annotation.findUniqueOrThrow({ where: { id: kept } });
  expect(stored.raw).toEqual({ label: "c\uFFFDr\n\\." });
  const storedImage = await db.prisma.image.findUniqueOrThrow({ where: { id: first } });
  expect(storedImage.perceptualHash).toBe(-(2n ** 63n));
});

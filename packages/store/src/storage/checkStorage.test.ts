import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tools/testing/testDatabase.mjs";
import { BlobStore } from "../blobs/BlobStore.ts";
import { recordBlob } from "../blobs/recordBlob.ts";
import { createDatabase, type Database } from "../database/createDatabase.ts";
import { seedProject, seedRun } from "../testing/seedRun.ts";
import { checkStorage } from "./checkStorage.ts";

let testDatabase: TestDatabase;
let db: Database;
let folder: string;
let blobs: BlobStore;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = createDatabase(testDatabase.url);
  folder = await mkdtemp(join(tmpdir(), "maskyard-storage-"));
  blobs = new BlobStore(folder);
});
afterAll(async () => {
  await db?.close();
  await testDatabase?.drop();
  await rm(folder, { recursive: true, force: true });
});

const check = (options: { deep?: boolean; repair?: boolean } = {}) =>
  checkStorage(db.pool, blobs, { deep: false, repair: false, ...options });
const kinds = async (options?: Parameters<typeof check>[0]) =>
  (await check(options)).problems.map(({ kind }) => kind).sort();
const age = (path: string) => utimes(path, new Date(0), new Date(0));

it("finds what is lost, damaged, unused or left behind, and repairs what can be", async () => {
  const project = await seedProject(db.pool);
  // The seeded snapshot's manifest is a row without bytes.
  await db.pool.query("DELETE FROM snapshot");
  await db.pool.query("DELETE FROM blob");
  expect(await check()).toMatchObject({ checked: { files: 0, series: 0 }, problems: [] });

  const put = async (text: string) => {
    const blob = await blobs.put(Buffer.from(text), "application/octet-stream");
    await recordBlob(db.pool, blobs, blob);
    return blob;
  };
  const weights = async (text: string) => {
    const blob = await put(text);
    await db.prisma.weightsFile.create({
      data: { projectId: project.projectId, name: text, blobSha256: blob.sha256, bytes: blob.bytes },
    });
    return blob;
  };
  await weights("whole");
  const lost = await weights("lost");
  await blobs.remove(lost.sha256);
  const torn = await weights("torn");
  await truncate(blobs.path(torn.sha256), 2);
  const rotten = await weights("rotten");
  await writeFile(blobs.path(rotten.sha256), "Rotten");
  const unused = await put("unused");
  await put("just written: its user may come yet");
  await db.pool.query("UPDATE blob SET created_at = 'epoch' WHERE sha256 = $1", [unused.sha256]);
  const orphan = blobs.path("ab".repeat(32));
  await mkdir(join(orphan, ".."), { recursive: true });
  await writeFile(orphan, "nobody knows me");
  const half = join(folder, "tmp", "half");
  await writeFile(half, "half");
  await writeFile(join(folder, "tmp", "being written"), "now");
  await Promise.all([age(orphan), age(half)]);
  await db.prisma.import.create({
    data: { datasetId: project.datasetId, source: "dead.zip", heartbeatAt: new Date(0) },
  });
  await db.prisma.import.create({ data: { datasetId: project.datasetId, source: "alive.zip" } });
  const { projectId } = await db.prisma.dataset.findUniqueOrThrow({ where: { id: project.datasetId } });
  const made = await db.prisma.dataset.create({ data: { projectId, name: "made for an import" } });
  await db.prisma.import.create({
    data: { datasetId: made.id, makesDataset: true, source: "new.zip", heartbeatAt: new Date(0) },
  });

  const repairable = ["DEAD_IMPORT", "DEAD_IMPORT", "ORPHAN_FILE", "TEMPORARY_FILE", "UNUSED_FILE"];
  const lasting = ["DAMAGED_FILE", "MISSING_FILE"];
  expect(await kinds()).toEqual([...lasting, ...repairable].sort());
  expect(await kinds({ deep: true })).toEqual(["DAMAGED_FILE", ...lasting, ...repairable].sort());
  expect(existsSync(orphan)).toBe(true);

  const { problems } = await check({ repair: true });
  expect(
    problems
      .filter(({ repaired }) => repaired)
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(repairable);
  expect([orphan, half, blobs.path(unused.sha256)].map((path) => existsSync(path))).toEqual([false, false, false]);
  expect(await kinds()).toEqual(lasting);
  const imports = await db.prisma.import.findMany({ orderBy: { id: "asc" } });
  expect(imports.map(({ source, status, datasetId }) => [source, status, datasetId])).toEqual([
    ["dead.zip", "FAILED", project.datasetId],
    ["alive.zip", "RUNNING", project.datasetId],
    ["new.zip", "FAILED", null],
  ]);
  expect(await db.prisma.dataset.findUnique({ where: { id: made.id } })).toBeNull();
});

it("finds a series whose chunks hold another number of points", async () => {
  const project = await seedProject(db.pool);
  const runId = await seedRun(db.pool, project);
  await db.prisma.metricSeries.create({ data: { runId, name: "loss", count: 5 } });
  const { problems } = await check();
  expect(problems.filter(({ kind }) => kind === "SERIES_COUNT")).toEqual([
    { kind: "SERIES_COUNT", subject: runId, message: 'The series "loss" says 5 points and holds 0.', repaired: false },
  ]);
});

it("finds steps that go down, annotations without revisions, and images that a split lacks", async () => {
  const project = await seedProject(db.pool);
  const runId = await seedRun(db.pool, project);
  const series = (name: string, lastStep: number, ...chunks: readonly (readonly [first: number, last: number])[]) =>
    db.prisma.metricSeries.create({
      data: {
        ...{ runId, name, lastStep, count: chunks.length },
        chunks: {
          create: chunks.map(([firstStep, last], i) => ({
            ...{ level: 0, firstStep, lastStep: last, firstIndex: 256 * i, count: 1, payload: new Uint8Array(1) },
          })),
        },
      },
    });
  await series("sound", 9, [1, 5], [5, 9]);
  await series("falling", 9, [1, 6], [5, 9]);
  await series("behind", 8, [1, 9]);

  const { datasetId } = project;
  const blob = await blobs.put(Buffer.from("a picture"), "image/png");
  await recordBlob(db.pool, blobs, blob);
  const [before, after] = [new Date("2026-01-01"), new Date("2026-01-02")];
  const image = (fileName: string, more: object = {}) =>
    db.prisma.image.create({
      data: {
        ...{ datasetId, fileName, blobSha256: blob.sha256, originalSha256: blob.sha256, widthPx: 9, heightPx: 9 },
        ...{ createdAt: before, ...more },
      },
    });
  const held = await image("held.png");
  await image("lost.png");
  await image("came later.png", { createdAt: new Date("2026-01-03") });
  await image("is back.png", { restoredAt: new Date("2026-01-03") });
  await image("deleted.png", { deletedAt: after });
  const split = (name: string, strategy: "RANDOM" | "FROM_FILES") =>
    db.prisma.split.create({
      data: {
        ...{ datasetId, name, strategy, seed: 1, trainRatio: 0.8, valRatio: 0.2, createdAt: after },
        assignments: { create: [{ imageId: held.id, subset: "TRAIN" }] },
      },
    });
  const drawn = await split("drawn", "RANDOM");
  await split("from files", "FROM_FILES");

  const category = await db.prisma.category.create({ data: { datasetId, name: "car", color: "#000000", position: 0 } });
  const shape = {
    ...{ categoryId: category.id, geometry: { type: "box" }, boxX: 0, boxY: 0, boxWidth: 1, boxHeight: 1, areaPx: 1 },
    ...{ isCrowd: false, origin: "IMPORT" as const },
  };
  const annotation = (revision: number, ...kept: number[]) =>
    db.prisma.annotation.create({
      data: {
        ...{ ...shape, datasetId, imageId: held.id, revision },
        revisions: { create: kept.map((one) => ({ ...shape, revision: one, change: "CREATED" as const })) },
      },
    });
  await annotation(2, 1, 2);
  const short = await annotation(2, 2);

  const found = (await check()).problems.filter(({ kind }) => /STEP|REVISION|ASSIGNMENT/.test(kind));
  expect(found.map(({ kind, subject, message }) => [kind, subject, message]).sort()).toEqual([
    ["IMPOSSIBLE_STEP", runId, 'The series "behind" names another last step than its points have.'],
    ["IMPOSSIBLE_STEP", runId, 'The steps of the series "falling" go down, which they never do.'],
    [
      ...["MISSING_ASSIGNMENT", drawn.id],
      '1 images of "streets" are in no subset of the split "drawn", first lost.png. Make the split again.',
    ],
    ["MISSING_REVISION", datasetId, `1 annotations of the dataset "streets" lack revisions, first ${short.id}.`],
  ]);
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../../../..");

/** Readers that mean deleted images too, and why. */
const WITH_DELETED: Readonly<Record<string, string>> = {
  "apps/api/src/domain/access/projectAccess.ts": "a deleted image is its project's as before",
  "apps/api/src/domain/annotation/editAnnotations.ts": "requireLiveImage says that it was deleted",
  "apps/api/src/domain/annotation/restoreImage.ts": "requireLiveImage says that it was deleted",
  "apps/api/src/domain/dataset/deleteDataset.ts": "their files go too",
  "apps/api/src/domain/import/ingestImages.ts": "a deleted image comes back with its bytes",
  "apps/api/src/domain/import/writeImport.ts": "a deleted image comes back with its bytes",
  "apps/api/src/domain/snapshot/readDifference.ts": "asks whether any was deleted since",
  "apps/api/src/graph/annotation/annotationHistoryMutations.ts": "answers with the image that was edited",
  "apps/api/src/graph/evaluation/evaluationType.ts": "what was evaluated stays readable",
  "apps/api/src/graph/finding/findingType.ts": "rows of findings that leave them out",
  "apps/api/src/graph/imageLoss/hardestImagesField.ts": "rows of a summary that leaves them out",
  "apps/api/src/graph/imageLoss/imageLossField.ts": "a run's losses stay readable",
  "apps/api/src/graph/snapshot/snapshotDiffType.ts": "what was removed is shown",
  "apps/api/src/graph/snapshot/snapshotImagesField.ts": "a snapshot stays readable",
  "apps/api/src/graph/split/splitLeakageType.ts": "rows of pairs that leave them out, or that a snapshot has",
  "apps/api/src/http/files/fileRoutes.ts": "snapshots, predictions and the list of what was deleted show the picture",
  "packages/store/src/blobs/deleteUnusedBlobs.ts": "a deleted image keeps its bytes",
  "packages/store/src/progress/recordEvaluation.ts": "a run evaluates what its snapshot has",
  "packages/store/src/storage/blobRows.ts": "a deleted image keeps its bytes",
  "packages/store/src/storage/removeLeftOverDataset.ts": "a dataset with deleted images was used",
};

const READS_IMAGES = /\b(FROM|JOIN) image\b|\.image\s*\.(findMany|findFirst|findUnique|count|aggregate|groupBy)/;
const MINDS_DELETED = /LIVE_IMAGE|imageWhere|lockLiveImages|deleted_at IS NOT NULL|deletedAt/;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path}`)
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.includes("/testing/"))
    .filter((path) => !path.includes("/generated/"));
}

test("whoever reads images leaves deleted ones out, or stands here with the reason", () => {
  const reading = ["apps/api/src", "packages/store/src"].flatMap(sources).flatMap((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return READS_IMAGES.test(text) ? [{ path, minds: MINDS_DELETED.test(text) }] : [];
  });
  expect(reading.length).toBeGreaterThan(30);
  const forgetful = reading.filter(({ path, minds }) => !minds && !(path in WITH_DELETED)).map(({ path }) => path);
  expect(forgetful).toEqual([]);
  const gone = Object.keys(WITH_DELETED).filter((path) => !reading.some((one) => one.path === path));
  expect(gone).toEqual([]);
});

import type { ManifestAnnotation, ManifestImage, SnapshotManifest, SubsetName } from "@maskyard/store";
import { expect, test } from "vitest";
import { UserError } from "../failure/userError.ts";
import { readTrainingSet } from "./trainingSet.ts";

const annotation = (over: Partial<ManifestAnnotation> = {}): ManifestAnnotation => ({
  id: "a",
  revision: 1,
  categoryId: "sign",
  geometry: { type: "polygon", parts: [{ outer: [0, 0, 5, 0, 5, 5], holes: [] }] },
  boxXywhPx: [0, 0, 5, 5],
  areaPx: 12.5,
  isCrowd: false,
  ...over,
});

const image = (id: string, subset: SubsetName | null, annotations: ManifestAnnotation[]): ManifestImage => ({
  id,
  fileName: `${id}.jpg`,
  blobSha256: "",
  widthPx: 20,
  heightPx: 10,
  exifOrientation: 1,
  subset,
  annotations,
});

const manifest = (images: ManifestImage[]): SnapshotManifest => ({
  version: 1,
  datasetId: "d",
  categories: [
    { id: "sign", name: "sign", position: 5 },
    { id: "car", name: "car", position: 2 },
  ],
  images,
});

test("labels follow the categories' positions, and unusable annotations are counted", () => {
  const set = readTrainingSet(
    manifest([
      image("1", "train", [
        annotation(),
        annotation({ categoryId: "car", geometry: { type: "box" } }),
        annotation({ isCrowd: true }),
        annotation({ boxXywhPx: [19.5, 0, 8, 8] }),
        annotation({ boxXywhPx: [3, 3, 0, 4] }),
      ]),
      image("2", "train", []),
      image("3", "val", [annotation({ isCrowd: true })]),
      image("4", "test", [annotation()]),
    ]),
  );
  expect(set.categories.map(({ name }) => name)).toEqual(["car", "sign"]);
  expect(set.train.map(({ annotations }) => annotations.map(({ label }) => label))).toEqual([[2, 1], []]);
  expect(set.val.map(({ id, annotations }) => [id, annotations.length])).toEqual([["3", 1]]);
  expect(set).toMatchObject({ annotationCount: 2, boxOnlyCount: 1, skipped: { crowd: 1, thinBox: 2 } });
});

test("without a split every image trains", () => {
  const set = readTrainingSet(manifest([image("1", null, [annotation()]), image("2", null, [])]));
  expect([set.train.length, set.val.length]).toEqual([2, 0]);
});

test.each([
  ["no images", []],
  ["no training images", [image("1", "val", [annotation()])]],
  ["None of the 1 training images has an annotation", [image("1", "train", [annotation({ isCrowd: true })])]],
])("refuses a snapshot with nothing to learn from: %s", (words, images) => {
  expect(() => readTrainingSet(manifest(images))).toThrow(UserError);
  expect(() => readTrainingSet(manifest(images))).toThrow(words);
});

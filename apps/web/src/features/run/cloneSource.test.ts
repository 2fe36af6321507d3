import { expect, test } from "vitest";
import { type CloneSource, differencesFromSource, startOfClone } from "./cloneSource.ts";
import { presetsFor } from "./presetsFor.ts";

const SOURCE: CloneSource = {
  id: "run-12",
  number: 12,
  name: "wide",
  recipe: "TRANSFER",
  preset: "transfer",
  group: "rates",
  configuration: { learningRate: 0.02, seed: 7, anchorSizesPx: [16, 32], maxSteps: null },
  priority: 5,
  requiredLabels: ["gpu"],
  requiredMemoryMib: 8_000,
  tags: ["night"],
  notes: "why",
  leakage: { heldOutImages: 3 },
  dataset: { id: "campus", name: "Campus" },
  snapshot: { id: "snap", hash: "0123456789abcdef" },
  initialWeightsName: "coco",
  initialWeightsFile: { id: "weights" },
  initialCheckpoint: null,
  initialModelVersion: null,
};

const begun = startOfClone(SOURCE);
const CHOICE = {
  datasetId: "campus",
  ...begun.frozen,
  recipe: begun.recipe,
  preset: begun.preset,
  ...begun.queue,
  ...begun.remarks,
  clonedFromId: "run-12",
  allowLeakage: true,
};

test("a clone begins with everything as it was", () => {
  expect(begun).toEqual({
    datasetId: "campus",
    frozen: { splitId: null, snapshotId: "snap" },
    recipe: "TRANSFER",
    preset: "transfer",
    weights: "file:weights",
    configuration: SOURCE.configuration,
    queue: { priority: 5, requiredLabels: ["gpu"], requiredMemoryMib: 8_000, group: "rates" },
    remarks: { notes: "why", tags: ["night"] },
    leaks: true,
  });
  expect(differencesFromSource(SOURCE, CHOICE, begun.configuration, begun.weights)).toEqual([]);
});

test("what differs from the run is told, setting by setting", () => {
  const edited = { learningRate: 0.01, seed: 8, anchorSizesPx: [16, 64], maxSteps: 100, epochs: 3 };
  const choice = { ...CHOICE, snapshotId: null, requiredLabels: [], group: "", notes: "other" };
  expect(differencesFromSource(SOURCE, choice, edited, null)).toEqual([
    { name: "data", from: "snapshot 0123456789ab", to: "as it is now" },
    { name: "initial weights", from: "coco", to: "random" },
    { name: "learningRate", from: "0.02", to: "0.01" },
    { name: "seed", from: "7", to: "8" },
    { name: "anchorSizesPx", from: "16, 32", to: "16, 64" },
    { name: "maxSteps", from: "–", to: "100" },
    { name: "epochs", from: "–", to: "3" },
    { name: "trainer labels", from: "gpu", to: "none" },
    { name: "group", from: "rates", to: "none" },
    { name: "notes", from: "as before", to: "changed" },
  ]);
});

test("the demo's preset is offered for generated scenes, and else only where it was chosen before", () => {
  const presets = [
    { name: "demo", recipe: "MININET", suits: "GENERATED_SCENES" },
    { name: "scratch", recipe: "MININET", suits: "PHOTOGRAPHS" },
    { name: "transfer", recipe: "TRANSFER", suits: "PHOTOGRAPHS" },
  ];
  const names = (isGenerated: boolean, chosen: string | null) =>
    presetsFor(presets, { recipe: "MININET", isGenerated, chosen }).map(({ name }) => name);
  expect(names(true, null)).toEqual(["demo", "scratch"]);
  expect(names(false, null)).toEqual(["scratch"]);
  expect(names(false, "demo")).toEqual(["scratch", "demo"]);
});

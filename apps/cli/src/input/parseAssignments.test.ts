import { expect, it } from "vitest";
import { parseAssignments } from "./parseAssignments.ts";

it("reads numbers, null, lists and words", () => {
  expect(
    parseAssignments([
      "epochs=5",
      "maxSteps=null",
      "anchorSizesPx=[16,32]",
      "schedule=cosine",
      "learningRate=1e-3",
      "note=a=b",
      "epochs=6",
    ]),
  ).toEqual({
    epochs: 6,
    maxSteps: null,
    anchorSizesPx: [16, 32],
    schedule: "cosine",
    learningRate: 0.001,
    note: "a=b",
  });
});

it("refuses what is no assignment", () => {
  expect(() => parseAssignments(["epochs"])).toThrow("--set epochs is no setting; expected key=value");
  expect(() => parseAssignments(["=5"])).toThrow("expected key=value");
});

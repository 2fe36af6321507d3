import { expect, test } from "vitest";
import { addressedBy } from "./addressedBy.ts";

test.each([
  ["12", "campus", { kind: "number", number: 12 }],
  ["12", null, { kind: "number", number: 12 }],
  ["0012", null, { kind: "number", number: 12 }],
  ["UnVuOjEy", null, { kind: "id", id: "UnVuOjEy" }],
  ["UnVuOjEy", "campus", { kind: "nothing" }],
  ["0", null, { kind: "nothing" }],
  ["99999999999", null, { kind: "nothing" }],
  ["-1", "campus", { kind: "nothing" }],
  ["", null, { kind: "nothing" }],
] as const)("%j below project %j", (name, project, expected) => {
  expect(addressedBy(name, project)).toEqual(expected);
});

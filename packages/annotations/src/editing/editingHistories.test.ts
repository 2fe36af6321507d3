import { expect, test } from "vitest";
import { runHistories } from "./testing/runHistories.ts";

// `npm run bench -- editor-histories` tries many more.
test("over random edits, delays, losses and conflicts nothing is lost, made twice or overwritten, and undoing is exact", () => {
  const run = runHistories({ histories: 250, seed: 13 });
  // They came by everything there is.
  expect(Object.values(run).every((count) => count > 20)).toBe(true);
});

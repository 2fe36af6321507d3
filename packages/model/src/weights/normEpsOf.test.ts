import { expect, test } from "vitest";
import { normEpsOf } from "./normEpsOf.ts";

const bytes = Uint8Array.of(1, 2, 3);
const recorded = (text: string) => normEpsOf({ metadata: { modelConfiguration: text } }, bytes);

test("takes a checkpoint's own word, and else says that nothing tells", () => {
  expect(recorded('{"backbone":{"normEps":0.001}}')).toBe(0.001);
  expect(recorded('{"backbone":{"normEps":0}}')).toBe(0);
  for (const text of ["{}", '{"backbone":null}', "null", "torn {"]) expect(recorded(text), text).toBeNull();
  expect(normEpsOf({ metadata: {} }, bytes)).toBeNull();
});

import { expect, test } from "vitest";
import { UndoStack } from "./UndoStack.ts";

test("the newest edit is taken back first, a failed one stays", async () => {
  const stack = new UndoStack();
  const done: string[] = [];
  let connected = false;
  stack.push({ label: "first", undo: async () => done.push("first") > 0 });
  stack.push({ label: "second", undo: async () => connected && done.push("second") > 0 });
  expect(await stack.undo()).toBe(false);
  expect(stack.nextLabel).toBe("second");
  connected = true;
  expect(await stack.undo()).toBe(true);
  expect(await stack.undo()).toBe(true);
  expect(done).toEqual(["second", "first"]);
  expect(await stack.undo()).toBe(false);
});

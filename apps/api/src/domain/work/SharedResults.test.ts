import { expect, test } from "vitest";
import { SharedResults } from "./SharedResults.ts";

/** Makes results when it is told to. */
function maker() {
  const made: { signal: AbortSignal; resolve: (value: number) => void; reject: (error: Error) => void }[] = [];
  const make = (signal: AbortSignal) =>
    new Promise<number>((resolve, reject) => {
      made.push({ signal, resolve, reject });
    });
  return { made, make };
}

test("who asks for the same at once or later has it made once", async () => {
  const { made, make } = maker();
  const results = new SharedResults<number>(2);
  const signal = new AbortController().signal;
  const both = [results.get("a", signal, make), results.get("a", signal, make)];
  made[0]?.resolve(7);
  expect(await Promise.all(both)).toEqual([7, 7]);
  expect(await results.get("a", signal, make)).toBe(7);
  expect(made).toHaveLength(1);
});

test("one that leaves is let go, and the work ends with the last of them", async () => {
  const { made, make } = maker();
  const results = new SharedResults<number>(2);
  const [first, second] = [new AbortController(), new AbortController()];
  const asked = [first, second].map(({ signal }) => results.get("a", signal, make).catch((error: Error) => error));
  first.abort(new Error("the first left"));
  expect(await asked[0]).toMatchObject({ message: "the first left" });
  expect(made[0]?.signal.aborted).toBe(false);
  second.abort(new Error("the second left"));
  expect(await asked[1]).toMatchObject({ message: "the second left" });
  expect(made[0]?.signal.aborted).toBe(true);
  const next = results.get("a", new AbortController().signal, make);
  made[1]?.resolve(8);
  expect(await next).toBe(8);
});

test("a failure is told and not kept; of results the oldest goes first", async () => {
  const { made, make } = maker();
  const results = new SharedResults<number>(1);
  const signal = new AbortController().signal;
  const failing = results.get("a", signal, make);
  made[0]?.reject(new Error("no"));
  await expect(failing).rejects.toThrow("no");
  for (const [i, key] of ["a", "b", "a"].entries()) {
    const asked = results.get(key, signal, make);
    made[i + 1]?.resolve(i);
    expect(await asked).toBe(i);
  }
  expect(made).toHaveLength(4);
});

import { expect, test } from "vitest";
import type { HubEvent } from "../events/EventHub.ts";
import { changeOf, type RunChange, type RunChanges, withChange } from "./runChange.ts";

type Payload = Extract<HubEvent, { channel: "run_event" }>["payload"];

const metrics = (fromStep: number, step: number, series?: readonly string[]): Payload => ({
  runId: "r",
  kind: "METRICS",
  fromStep,
  step,
  ...(series === undefined ? {} : { series }),
});

function together(...payloads: readonly Payload[]): RunChanges {
  const changes = payloads.map((payload) => changeOf({ channel: "run_event", payload }) as RunChange);
  return changes.reduce<RunChanges | null>(withChange, null) ?? new Map();
}

const stepsOf = (changes: RunChanges) => Object.fromEntries(changes.get("METRICS")?.steps ?? []);

test("points that come one by one are told as one range of steps a series", () => {
  const payloads = Array.from({ length: 300 }, (_, index) => metrics(index + 1, index + 1, ["loss"]));
  const changes = together(...payloads);
  expect(changes.size).toBe(1);
  expect(stepsOf(changes)).toEqual({ loss: { from: 1, to: 300 } });
});

test("a series that starts anew does not make the others be read again", () => {
  const changes = together(metrics(900, 901, ["loss"]), metrics(0, 0, ["val"]), metrics(902, 902, ["loss", "lr"]));
  expect(stepsOf(changes)).toEqual({
    loss: { from: 900, to: 902 },
    val: { from: 0, to: 0 },
    lr: { from: 902, to: 902 },
  });
});

test("what holds for all series takes in what was said of single ones, and so do too many names", () => {
  const all = { null: { from: 3, to: 9 } };
  expect(stepsOf(together(metrics(3, 4, ["loss"]), metrics(5, 9)))).toEqual(all);
  expect(stepsOf(together(metrics(5, 9), metrics(3, 4, ["loss"])))).toEqual(all);
  const names = (from: number) => Array.from({ length: 600 }, (_, index) => `series ${from + index}`);
  expect(stepsOf(together(metrics(1, 2, names(0)), metrics(3, 4, names(600))))).toEqual({ null: { from: 1, to: 4 } });
});

test("lines of the log are told as one range", () => {
  const log = (firstLine: number, lineCount?: number): Payload => ({
    runId: "r",
    kind: "LOG",
    firstLine,
    ...(lineCount === undefined ? {} : { lineCount }),
  });
  expect(together(log(4, 2), log(6, 3)).get("LOG")?.lines).toEqual({ first: 4, end: 9 });
  expect(together(log(4), log(6, 3)).get("LOG")?.lines).toEqual({ first: 4, end: null });
});

test("a run ends after its last points and starts anew before those it logs again", () => {
  const status: Payload = { runId: "r", kind: "STATUS" };
  expect([...together(metrics(1, 1), status).keys()]).toEqual(["METRICS", "STATUS"]);
  expect([...together(metrics(8, 9), status, metrics(5, 5)).keys()]).toEqual(["STATUS", "METRICS"]);
});

test("what is read of a change is read once, and of a merged one anew", async () => {
  let reads = 0;
  const read = async () => {
    reads += 1;
    return reads;
  };
  const [change] = together(metrics(1, 1)).values();
  expect(await Promise.all([change?.reads.once("a", read), change?.reads.once("a", read)])).toEqual([1, 1]);
  const [merged] = together(metrics(1, 1), metrics(2, 2)).values();
  expect(await merged?.reads.once("a", read)).toBe(2);
});

import { expect, it } from "vitest";
import {
  isFinal,
  RUN_EVENTS,
  RUN_STATUSES,
  type RunEvent,
  type RunFacts,
  type RunStatus,
  transition,
} from "./transition.ts";

const fresh: RunFacts = { attempt: 1, maxAttempts: 3, cancelRequested: false };
const spent: RunFacts = { attempt: 3, maxAttempts: 3, cancelRequested: false };
const cancelled: RunFacts = { attempt: 3, maxAttempts: 3, cancelRequested: true };

const rows: [from: RunStatus, event: RunEvent, facts: RunFacts, to: RunStatus | null][] = [
  ["QUEUED", "claim", fresh, "RUNNING"],
  ["QUEUED", "requestCancel", fresh, "CANCELLED"],
  ["QUEUED", "succeed", fresh, null],
  ["QUEUED", "fail", fresh, null],
  ["QUEUED", "confirmCancel", fresh, null],
  ["QUEUED", "release", fresh, null],
  ["QUEUED", "expire", fresh, null],
  ["QUEUED", "crash", fresh, null],
  ["RUNNING", "claim", fresh, null],
  ["RUNNING", "succeed", fresh, "SUCCEEDED"],
  ["RUNNING", "fail", fresh, "FAILED"],
  ["RUNNING", "requestCancel", fresh, "RUNNING"],
  ["RUNNING", "confirmCancel", cancelled, "CANCELLED"],
  ["RUNNING", "release", spent, "QUEUED"],
  ["RUNNING", "release", cancelled, "CANCELLED"],
  ["RUNNING", "crash", fresh, "QUEUED"],
  ["RUNNING", "crash", spent, "FAILED"],
  ["RUNNING", "crash", cancelled, "CANCELLED"],
  ["RUNNING", "expire", fresh, "QUEUED"],
  ["RUNNING", "expire", spent, "FAILED"],
  ["RUNNING", "expire", cancelled, "CANCELLED"],
  ["QUEUED", "retry", fresh, null],
  ["RUNNING", "retry", fresh, null],
  ["SUCCEEDED", "retry", spent, null],
  ["FAILED", "retry", spent, "QUEUED"],
  ["CANCELLED", "retry", cancelled, "QUEUED"],
];

it.each(rows)("%s, %s with %o: %s", (from, event, facts, to) => {
  expect(transition(from, event, facts)).toBe(to);
});

it("lets nothing but a retry happen to a run that has ended", () => {
  for (const status of ["SUCCEEDED", "FAILED", "CANCELLED"] as const) {
    expect(isFinal(status)).toBe(true);
    for (const event of RUN_EVENTS.filter((one) => one !== "retry"))
      expect(transition(status, event, fresh)).toBeNull();
  }
  expect(RUN_STATUSES.filter((status) => !isFinal(status))).toEqual(["QUEUED", "RUNNING"]);
});

import { expect, it } from "vitest";
import {
  isFinal,
  JOB_EVENTS,
  JOB_STATUSES,
  type JobEvent,
  type JobFacts,
  type JobStatus,
  transition,
} from "./transition.ts";

const fresh: JobFacts = { attempt: 1, maxAttempts: 3, cancelRequested: false };
const spent: JobFacts = { attempt: 3, maxAttempts: 3, cancelRequested: false };
const cancelled: JobFacts = { attempt: 3, maxAttempts: 3, cancelRequested: true };

const rows: [from: JobStatus, event: JobEvent, facts: JobFacts, to: JobStatus | null][] = [
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

it("lets nothing but a retry happen to a job that has ended", () => {
  for (const status of ["SUCCEEDED", "FAILED", "CANCELLED"] as const) {
    expect(isFinal(status)).toBe(true);
    for (const event of JOB_EVENTS.filter((one) => one !== "retry"))
      expect(transition(status, event, fresh)).toBeNull();
  }
  expect(JOB_STATUSES.filter((status) => !isFinal(status))).toEqual(["QUEUED", "RUNNING"]);
});

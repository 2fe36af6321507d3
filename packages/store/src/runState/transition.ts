export const RUN_STATUSES = ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** What can happen to a run. */
export const RUN_EVENTS = [
  "claim", // a trainer takes it
  "release", // its trainer hands it back in good order (shutting down)
  "expire", // its trainer was not heard of within the lease
  "crash", // the attempt broke off, and its trainer says so
  "requestCancel", // a person wants it ended
  "succeed",
  "fail",
  "confirmCancel", // its trainer ended it as asked
  "retry", // a person wants it to go on from its newest checkpoint
] as const;
export type RunEvent = (typeof RUN_EVENTS)[number];

/** What the outcome of some events hangs on. */
export interface RunFacts {
  /** Times a trainer has claimed the run since it last got further, this one included. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly cancelRequested: boolean;
}

type Outcome = RunStatus | ((facts: RunFacts) => RunStatus);

const afterLostLease = (facts: RunFacts): RunStatus => {
  if (facts.cancelRequested) return "CANCELLED";
  return facts.attempt < facts.maxAttempts ? "QUEUED" : "FAILED";
};

const TABLE: Readonly<Record<RunStatus, Partial<Record<RunEvent, Outcome>>>> = {
  QUEUED: { claim: "RUNNING", requestCancel: "CANCELLED" },
  RUNNING: {
    release: (facts) => (facts.cancelRequested ? "CANCELLED" : "QUEUED"),
    expire: afterLostLease,
    crash: afterLostLease,
    requestCancel: "RUNNING", // the trainer hears of it, saves a checkpoint and confirms
    succeed: "SUCCEEDED",
    fail: "FAILED",
    confirmCancel: "CANCELLED",
  },
  SUCCEEDED: {},
  FAILED: { retry: "QUEUED" },
  CANCELLED: { retry: "QUEUED" },
};

/** The status after `event`, or null where it cannot happen in `status`. The statements of the lease say the same; a test compares them. */
export function transition(status: RunStatus, event: RunEvent, facts: RunFacts): RunStatus | null {
  const outcome = TABLE[status][event];
  if (outcome === undefined) return null;
  return typeof outcome === "function" ? outcome(facts) : outcome;
}

/** Whether nothing happens to the run any more, unless a person asks for it. */
export function isFinal(status: RunStatus): boolean {
  return status !== "QUEUED" && status !== "RUNNING";
}

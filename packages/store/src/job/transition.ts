export const JOB_STATUSES = ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** What can happen to a job. */
export const JOB_EVENTS = [
  "claim", // a trainer takes it
  "release", // its trainer hands it back in good order (shutting down)
  "expire", // its trainer was not heard of within the lease
  "crash", // the attempt broke off, and its trainer says so
  "requestCancel", // a person wants it ended
  "succeed",
  "fail",
  "confirmCancel", // its trainer ended it as asked
  "retry", // a person wants it to go on from where it got
] as const;
export type JobEvent = (typeof JOB_EVENTS)[number];

/** What the outcome of some events hangs on. */
export interface JobFacts {
  /** Times a trainer has claimed the job since it last got further, this one included. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly cancelRequested: boolean;
}

/** Where a job can be after its lease was lost, or its attempt broke off. */
export type AfterLostLease = Exclude<JobStatus, "RUNNING" | "SUCCEEDED">;

type Outcome = JobStatus | ((facts: JobFacts) => JobStatus);

const afterLostLease = (facts: JobFacts): AfterLostLease => {
  if (facts.cancelRequested) return "CANCELLED";
  return facts.attempt < facts.maxAttempts ? "QUEUED" : "FAILED";
};

const TABLE: Readonly<Record<JobStatus, Partial<Record<JobEvent, Outcome>>>> = {
  QUEUED: { claim: "RUNNING", requestCancel: "CANCELLED" },
  RUNNING: {
    release: (facts) => (facts.cancelRequested ? "CANCELLED" : "QUEUED"),
    expire: afterLostLease,
    crash: afterLostLease,
    requestCancel: "RUNNING", // the trainer hears of it, brings the work to a good end and confirms
    succeed: "SUCCEEDED",
    fail: "FAILED",
    confirmCancel: "CANCELLED",
  },
  SUCCEEDED: {},
  FAILED: { retry: "QUEUED" },
  CANCELLED: { retry: "QUEUED" },
};

/** The status after `event`, or null where it cannot happen in `status`. The statements in this folder say the same; a test compares them. */
export function transition(status: JobStatus, event: JobEvent, facts: JobFacts): JobStatus | null {
  const outcome = TABLE[status][event];
  if (outcome === undefined) return null;
  return typeof outcome === "function" ? outcome(facts) : outcome;
}

/** Whether nothing happens to the job any more, unless a person asks for it. */
export function isFinal(status: JobStatus): boolean {
  return status !== "QUEUED" && status !== "RUNNING";
}

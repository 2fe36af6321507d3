import type { JobLease } from "../job/JobLease.ts";

/** The right to write a run: the lease of the job that trains it. */
export interface RunLease extends JobLease {
  readonly runId: string;
}

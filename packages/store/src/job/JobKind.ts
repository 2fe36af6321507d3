import type { ClientBase } from "pg";
import type { JobEvent, JobStatus } from "./transition.ts";

/**
 * What the queue knows of a kind of work: its name and whom it tells. A kind has a table of its own whose rows name their jobs in a column `job_id`;
 * nothing in this folder reads it.
 */
export interface JobKind {
  /** A value of the enum `job_kind`. */
  readonly name: string;
  /**
   * Writes in the kind's table what has become of its jobs, in the transaction that moved them and holds their rows: neither is there without the
   * other.
   */
  settle(client: ClientBase, moves: readonly JobMove[]): Promise<void>;
}

/** Something has happened to a job. */
export interface JobMove {
  readonly jobId: string;
  readonly event: JobEvent;
  /** Equal to `to` for a cancellation that is asked for while the job runs. */
  readonly from: JobStatus;
  readonly to: JobStatus;
  /** As it is after the move. */
  readonly attempt: number;
  readonly fencingToken: number;
  /** Where it failed: a sentence for the person who wanted the work done. */
  readonly reason: string | null;
  /** Where a lease has ended: the trainer that was not heard of. */
  readonly lostTrainerId: string | null;
}

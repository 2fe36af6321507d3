/** The right to work on a job and to write what comes of it: good as long as no later claim has raised the job's token. */
export interface JobLease {
  readonly jobId: string;
  readonly fencingToken: number;
}

/** The job is no longer this trainer's: another claimed it, or it has ended. Nothing was written. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
  readonly jobId: string;
  readonly fencingToken: number;

  constructor({ jobId, fencingToken }: JobLease) {
    super(
      `the lease of job ${jobId} under token ${fencingToken} is lost: another trainer took the job, it ended, or it was deleted`,
    );
    this.jobId = jobId;
    this.fencingToken = fencingToken;
  }
}

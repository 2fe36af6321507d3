/** The right to write a run: good as long as no later claim has raised the run's token. */
export interface RunLease {
  readonly runId: string;
  readonly fencingToken: number;
}

/** The run is no longer this trainer's: another claimed it, or it has ended. Nothing was written. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
  readonly runId: string;
  readonly fencingToken: number;

  constructor(lease: RunLease) {
    super(
      `the lease of run ${lease.runId} under token ${lease.fencingToken} is lost: another trainer took the run, or it ended`,
    );
    this.runId = lease.runId;
    this.fencingToken = lease.fencingToken;
  }
}

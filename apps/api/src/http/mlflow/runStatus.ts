import type { RunStatus } from "@maskyard/store";

const toMlflow: Readonly<Record<RunStatus, string>> = {
  QUEUED: "SCHEDULED",
  RUNNING: "RUNNING",
  SUCCEEDED: "FINISHED",
  FAILED: "FAILED",
  CANCELLED: "KILLED",
};

export const MLFLOW_STATUSES = ["SCHEDULED", "RUNNING", "FINISHED", "FAILED", "KILLED"] as const;

export function mlflowStatus(status: RunStatus): string {
  return toMlflow[status];
}

/** Undefined for what is no status of MLflow's. */
export function runStatusOf(status: string): RunStatus | undefined {
  return (Object.keys(toMlflow) as RunStatus[]).find((own) => toMlflow[own] === status);
}

import type { ClientBase } from "pg";
import { notify } from "../notify/channels.ts";
import type { JobKind, JobMove } from "./JobKind.ts";

/** A move as a statement on the table of jobs returns it. */
export type MovedJob = Omit<JobMove, "reason" | "lostTrainerId"> &
  Partial<Pick<JobMove, "reason" | "lostTrainerId">> & { readonly kind: string };

/** Tells each kind of the moves of its jobs, and the trainers of what they wait for. Part of the transaction that moved them. */
export async function settleMoves(
  client: ClientBase,
  kinds: readonly JobKind[],
  moved: readonly MovedJob[],
): Promise<void> {
  const movesOfKind = new Map<string, JobMove[]>();
  for (const { kind, ...move } of moved) {
    const moves = movesOfKind.get(kind) ?? [];
    movesOfKind.set(kind, moves);
    moves.push({ reason: null, lostTrainerId: null, ...move });
  }
  for (const [name, moves] of movesOfKind) await kindNamed(kinds, name).settle(client, moves);
  const queued = moved.find(({ to }) => to === "QUEUED");
  // One is enough to wake every trainer.
  if (queued) await notify(client, "job_queued", { jobId: queued.jobId });
  for (const { event, to, jobId } of moved) {
    if (event === "requestCancel" && to === "RUNNING") await notify(client, "job_cancel", { jobId });
  }
}

function kindNamed(kinds: readonly JobKind[], name: string): JobKind {
  const kind = kinds.find((one) => one.name === name);
  if (!kind) throw new Error(`settleMoves: expected one of ${kinds.map((one) => one.name)}, got a job of kind ${name}`);
  return kind;
}

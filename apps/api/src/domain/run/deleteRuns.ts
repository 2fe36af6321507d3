import { deleteRun } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import { refuseIfRegistered } from "../registeredModel/refuseIfRegistered.ts";
import { requireRuns } from "./requireRuns.ts";

/**
 * Deletes runs with everything of theirs. Refused, with nothing deleted, while one of them is queued or trains, or when a version of a
 * registered model comes from them.
 */
export async function deleteRuns(services: Services, actor: Actor, runIds: readonly string[]): Promise<void> {
  await requireRuns(services, actor, runIds, "EDITOR");
  const busy = await services.prisma.run.findFirst({
    where: { id: { in: [...runIds] }, source: "TRAINER", status: { in: ["QUEUED", "RUNNING"] } },
    select: { number: true, status: true },
  });
  if (busy !== null) {
    throw new ConflictError(
      `Run #${busy.number} ${busy.status === "QUEUED" ? "is queued" : "is training"}. Cancel it first. No run was deleted.`,
    );
  }
  const starting = await services.prisma.run.findFirst({
    where: {
      initialCheckpoint: { runId: { in: [...runIds] } },
      id: { notIn: [...runIds] },
      status: { in: ["QUEUED", "RUNNING"] },
    },
    select: { number: true },
  });
  if (starting !== null) {
    throw new ConflictError(
      `Run #${starting.number} starts from a checkpoint of these runs. Wait until it ends, or cancel it first. No run was deleted.`,
    );
  }
  await refuseIfRegistered(services, { id: { in: [...runIds] } }, "No run was deleted.");
  for (const runId of runIds) {
    const outcome = await deleteRun(services.pool, services.blobs, { runId });
    if (outcome === "deleted") continue;
    const reason = outcome === "busy" ? "was started again" : "became a registered model's";
    throw new ConflictError(`One of the runs ${reason} in the meantime. It and the runs after it were not deleted.`);
  }
}

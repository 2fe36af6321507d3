import { inTransaction, notify } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError } from "../errors/expectedErrors.ts";

const SQL = `UPDATE checkpoint SET pinned = $2 WHERE id = $1 RETURNING run_id AS "runId"`;

/** Pins a checkpoint, which is then kept however many newer ones there are, or lets it go again. */
export async function pinCheckpoint(
  services: Services,
  actor: Actor,
  { id, pinned }: { readonly id: string; readonly pinned: boolean },
): Promise<void> {
  const checkpoint = await services.prisma.checkpoint.findUnique({
    where: { id },
    select: { run: { select: { projectId: true } } },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(checkpoint?.run.projectId, "EDITOR", "checkpoint");
  await inTransaction(services.pool, async (client) => {
    const { rows } = await client.query<{ runId: string }>(SQL, [id, pinned]);
    const [changed] = rows;
    // Retention takes older ones while a run trains.
    if (changed === undefined) throw new ConflictError("The checkpoint was deleted meanwhile.");
    await notify(client, "run_event", { runId: changed.runId, kind: "CHECKPOINT" });
  });
}

import { inTransaction, notify, removeLeftOverDataset } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError } from "../errors/expectedErrors.ts";

const CANCEL_SQL = `
UPDATE import SET status = 'CANCELLED', finished_at = clock_timestamp() WHERE id = $1 AND status = 'RUNNING'`;

/** Ends a running import; nothing of it is kept. Throws {@link ConflictError} for one that has ended. */
export async function cancelImport(services: Services, actor: Actor, importId: string): Promise<void> {
  const row = await services.prisma.import.findUnique({
    where: { id: importId },
    select: { projectId: true, dataset: { select: { projectId: true } } },
  });
  await new ProjectAccess(services.prisma, actor).requireRole(
    row?.dataset?.projectId ?? row?.projectId,
    "EDITOR",
    "import",
  );
  // One that is writing its rows holds its own row: it must let go, or the statement below would wait until it has landed.
  await notify(services.pool, "import_cancel", { importId });
  const isCancelled = await inTransaction(services.pool, async (client) => {
    const { rowCount } = await client.query(CANCEL_SQL, [importId]);
    if (rowCount === 1) await removeLeftOverDataset(client, importId);
    await notify(client, "import_event", { importId });
    return rowCount === 1;
  });
  if (!isCancelled) {
    throw new ConflictError("The import has already ended. See its report.");
  }
}

import { inTransaction, notify } from "@maskyard/store";
import type { LoggedModel } from "@maskyard/store/prisma";
import type { Services } from "../../services.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import { finishWith } from "../run/finishExternalRun.ts";

/** Of a run that was made to hold one model, which was logged outside of any run: that model's id. */
export const HOLDS_MODEL_ATTRIBUTE = "maskyard.holdsModel";

const SQL = `
UPDATE logged_model SET status = $2::logged_model_status, updated_at = clock_timestamp()
FROM run WHERE logged_model.id = $1 AND run.id = logged_model.run_id
RETURNING run.attributes->>$3 = logged_model.id::text AS alone`;

/** Says whether a model's files have all arrived. The run that holds it alone ends with it. */
export async function finishLoggedModel(
  { pool }: Pick<Services, "pool">,
  { id, runId }: Pick<LoggedModel, "id" | "runId">,
  status: "READY" | "FAILED",
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ alone: boolean | null }>(SQL, [id, status, HOLDS_MODEL_ATTRIBUTE]);
    const [model] = rows;
    if (model === undefined) throw new ConflictError("The model was deleted meanwhile.");
    if (model.alone) await finishWith(client, { runId, status: status === "READY" ? "SUCCEEDED" : "FAILED" });
    await notify(client, "run_event", { runId, kind: "STATUS" });
  });
}

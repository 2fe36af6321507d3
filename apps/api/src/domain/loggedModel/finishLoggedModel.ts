import { notify } from "@maskyard/store";
import type { LoggedModel } from "@maskyard/store/prisma";
import type { Services } from "../../services.ts";
import { finishExternalRun } from "../run/finishExternalRun.ts";

/** Of a run that was made to hold one model, which was logged outside of any run: that model's id. */
export const HOLDS_MODEL_ATTRIBUTE = "maskyard.holdsModel";

/** Says whether a model's files have all arrived. The run that holds it alone ends with it. */
export async function finishLoggedModel(
  services: Services,
  model: Pick<LoggedModel, "id" | "runId">,
  status: "READY" | "FAILED",
): Promise<void> {
  const { run } = await services.prisma.loggedModel.update({
    where: { id: model.id },
    data: { status },
    select: { run: { select: { attributes: true } } },
  });
  if ((run.attributes as Record<string, string>)[HOLDS_MODEL_ATTRIBUTE] === model.id) {
    await finishExternalRun(services, { runId: model.runId, status: status === "READY" ? "SUCCEEDED" : "FAILED" });
    return;
  }
  await notify(services.pool, "run_event", { runId: model.runId, kind: "STATUS" });
}

import type { LoggedPoint } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ForbiddenError, NotFoundError } from "../errors/expectedErrors.ts";
import { requireExternalRun } from "./requireExternalRun.ts";

/** Writes a batch once, under its key; resolves with whether it was new, when it is durable. */
export async function logPoints(
  services: Services,
  actor: Actor,
  batch: { readonly runId: string; readonly key: string; readonly points: readonly LoggedPoint[] },
): Promise<boolean> {
  const outcome = await services.logWriter.log({ ...batch, userId: actor.userId });
  if (outcome === "missing") {
    await requireExternalRun(services, actor, batch.runId);
    throw new NotFoundError("There is no such run.");
  }
  if (outcome === "forbidden") {
    throw new ForbiddenError(
      "This requires the role editor in the project, and yours is viewer. Ask an owner of the project.",
    );
  }
  return outcome === "written";
}

import type { LoggedModel } from "@maskyard/store/prisma";
import type { Services } from "../../services.ts";
import { deleteArtifacts } from "../runArtifact/storeArtifact.ts";

/** Deletes a model with its files; versions of registered models that were made of it keep theirs. */
export async function deleteLoggedModel(services: Services, model: LoggedModel): Promise<void> {
  await deleteArtifacts(services, model.runId, model.path);
  await services.prisma.loggedModel.deleteMany({ where: { id: model.id } });
}

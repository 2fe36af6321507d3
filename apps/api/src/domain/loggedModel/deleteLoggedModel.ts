import { inTransaction, removeBlobFiles } from "@maskyard/store";
import type { LoggedModel } from "@maskyard/store/prisma";
import type { Services } from "../../services.ts";
import { deleteArtifactsWith } from "../runArtifact/storeArtifact.ts";

/** Deletes a model with its files; versions of registered models that were made of it keep theirs. */
export async function deleteLoggedModel(
  services: Pick<Services, "pool" | "blobs">,
  model: Pick<LoggedModel, "id" | "runId" | "path">,
): Promise<void> {
  const { unused } = await inTransaction(services.pool, async (client) => {
    const deletion = await deleteArtifactsWith(client, model.runId, model.path);
    await client.query("DELETE FROM logged_model WHERE id = $1", [model.id]);
    return deletion;
  });
  await removeBlobFiles(services.pool, services.blobs, unused);
}

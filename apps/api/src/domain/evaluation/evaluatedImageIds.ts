import type { SubsetName } from "@maskyard/store";
import type { Subset } from "@maskyard/store/prisma";
import type { Services } from "../../services.ts";
import { subsetsOfManifest } from "../snapshot/subsetsOfManifest.ts";

/** Ids of the images an evaluation was made on: those of its subset in the snapshot of its run. */
export async function evaluatedImageIds(
  services: Services,
  evaluation: { readonly runId: string; readonly subset: Subset },
): Promise<string[]> {
  const { snapshot } = await services.prisma.run.findUniqueOrThrow({
    where: { id: evaluation.runId },
    select: { snapshot: { select: { manifestSha256: true } } },
  });
  if (snapshot === null) {
    return [];
  }
  const subsets = await subsetsOfManifest(services, snapshot.manifestSha256);
  return [...(subsets.get(evaluation.subset.toLowerCase() as SubsetName) ?? [])];
}

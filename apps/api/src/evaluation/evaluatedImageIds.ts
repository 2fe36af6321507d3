import { readManifest } from "@maskyard/store";
import type { Subset } from "@maskyard/store/prisma";
import type { Services } from "../services.ts";

/** Manifests never change under their hash, so what was read of one stays true; few are looked at at a time. */
const kept = new Map<string, Promise<ReadonlyMap<string, readonly string[]>>>();
const KEPT_MAX = 8;

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
  let bySubset = kept.get(snapshot.manifestSha256);
  if (bySubset === undefined) {
    bySubset = readSubsets(services, snapshot.manifestSha256);
    kept.set(snapshot.manifestSha256, bySubset);
    bySubset.catch(() => kept.delete(snapshot.manifestSha256));
    const oldest = kept.keys().next().value;
    if (kept.size > KEPT_MAX && oldest !== undefined) {
      kept.delete(oldest);
    }
  }
  return [...((await bySubset).get(evaluation.subset) ?? [])];
}

async function readSubsets(
  services: Services,
  manifestSha256: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const manifest = await readManifest(services.blobs, manifestSha256);
  const bySubset = new Map<string, string[]>();
  for (const image of manifest.images) {
    const subset = (image.subset ?? "").toUpperCase();
    const ids = bySubset.get(subset) ?? [];
    ids.push(image.id);
    bySubset.set(subset, ids);
  }
  return bySubset;
}

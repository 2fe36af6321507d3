import { readManifestSubsets, type SubsetName } from "@maskyard/store";
import type { Services } from "../../services.ts";

export type ManifestSubsets = ReadonlyMap<SubsetName | "", ReadonlySet<string>>;

/** Manifests never change under their hash, so what was read of one stays true; few are looked at at a time. */
const kept = new Map<string, Promise<ManifestSubsets>>();
const KEPT_MAX = 8;

/** Ids of the images of each subset of a snapshot, read once while it is among the last that were asked for. */
export function subsetsOfManifest(services: Pick<Services, "blobs">, manifestSha256: string): Promise<ManifestSubsets> {
  const known = kept.get(manifestSha256);
  const subsets = known ?? readManifestSubsets(services.blobs, manifestSha256);
  // Set anew, it is the last to be forgotten.
  kept.delete(manifestSha256);
  kept.set(manifestSha256, subsets);
  if (known === undefined) {
    subsets.catch(() => kept.delete(manifestSha256));
    const oldest = kept.keys().next().value;
    if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  }
  return subsets;
}

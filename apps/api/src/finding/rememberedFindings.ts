import type { Pool } from "pg";
import { datasetStamp } from "../snapshot/datasetStamp.ts";
import { type DatasetFindings, readFindings } from "./readFindings.ts";

const KEPT_MAX = 4;
/** Findings of more images are looked for anew: they would hold too much memory. */
const KEPT_FINDINGS_MAX = 100_000;
/** An edit that the stamp missed is seen after this at the latest. */
const KEPT_MS = 60_000;
const kept = new Map<string, { readonly findings: Promise<DatasetFindings>; readonly atMs: number }>();

/** {@link readFindings}, which a page asks for once for its figures and once for each list, as long as the data is the same. */
export async function rememberedFindings(pool: Pool, datasetId: string): Promise<DatasetFindings> {
  const key = await datasetStamp(pool, datasetId);
  const known = kept.get(key);
  if (known !== undefined && Date.now() - known.atMs < KEPT_MS) return known.findings;
  const findings = readFindings(pool, datasetId);
  kept.delete(key);
  kept.set(key, { findings, atMs: Date.now() });
  while (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value ?? "");
  findings.then(
    ({ images }) => images.length > KEPT_FINDINGS_MAX && kept.delete(key),
    () => kept.delete(key), // who asked is told; the next one tries again
  );
  return findings;
}

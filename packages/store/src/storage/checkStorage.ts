import type { Pool } from "pg";
import type { BlobStore } from "../blobs/BlobStore.ts";
import { checkFiles } from "./checkFiles.ts";
import { checkImports } from "./checkImports.ts";
import { checkOrphans } from "./checkOrphans.ts";
import { checkRecords } from "./checkRecords.ts";
import { checkSeries } from "./checkSeries.ts";
import type { StorageReport } from "./StorageProblem.ts";

/**
 * Holds the database against the files. Changes nothing unless `repair`, which removes what nothing uses and closes what nobody works on;
 * what is lost or damaged it cannot bring back. `deep` reads every file through.
 */
export async function checkStorage(
  pool: Pool,
  blobs: BlobStore,
  options: { readonly deep: boolean; readonly repair: boolean },
): Promise<StorageReport> {
  const { imports, problems: importProblems } = await checkImports(pool, options);
  const { files, bytes, problems: fileProblems } = await checkFiles(pool, blobs, options);
  const orphans = await checkOrphans(pool, blobs, options);
  const { series, problems: seriesProblems } = await checkSeries(pool);
  const records = await checkRecords(pool);
  return {
    checked: { files, bytes, series, imports },
    problems: [...fileProblems, ...orphans, ...seriesProblems, ...records, ...importProblems],
  };
}

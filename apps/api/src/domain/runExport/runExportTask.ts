import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { WorkContext } from "../work/Work.ts";
import { type ExportedRun, exportPoints, type PointFormat } from "./exportPoints.ts";
import { exportRuns, type RunFormat } from "./exportRuns.ts";

export type RunExportInput =
  | { readonly what: "runs"; readonly projectIds: readonly string[]; readonly format: RunFormat }
  | { readonly what: "points"; readonly run: ExportedRun; readonly format: PointFormat };

/** Writes a table of runs, or every point of one, piece by piece. */
export default async function writeRunExport(input: RunExportInput, context: WorkContext): Promise<void> {
  const { pool } = await context.store();
  const pieces =
    input.what === "runs"
      ? exportRuns(pool, input.projectIds, input.format)
      : exportPoints(pool, input.run, input.format);
  await pipeline(Readable.from(pieces, { objectMode: false }), context.output, { end: false });
}

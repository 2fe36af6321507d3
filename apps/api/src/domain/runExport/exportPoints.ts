import type { Pool } from "pg";
import { csvLine } from "./csv.ts";
import { eventFile } from "./eventFile.ts";
import { type ParquetColumn, parquetFile } from "./parquetFile.ts";
import { type ExportedPoint, readPoints } from "./readPoints.ts";

export const pointFormats = ["csv", "json", "parquet", "tensorboard"] as const;
export type PointFormat = (typeof pointFormats)[number];

export interface ExportedRun {
  readonly id: string;
  readonly createdAt: Date;
}

/** Every point of a run in the format, piece by piece. */
export function exportPoints(pool: Pool, run: ExportedRun, format: PointFormat): AsyncGenerator<string | Uint8Array> {
  const pieces = readPoints(pool, run.id);
  if (format === "parquet") return parquetFile(COLUMNS, pieces);
  if (format === "tensorboard") return eventFile(pieces, run.createdAt.getTime());
  return format === "csv" ? asCsv(pieces) : asLinesOfJson(pieces);
}

const COLUMNS: readonly ParquetColumn<ExportedPoint>[] = [
  { name: "series", type: "STRING", cellOf: ({ series }) => series },
  { name: "step", type: "INT32", cellOf: ({ step }) => step },
  { name: "value", type: "DOUBLE", cellOf: ({ value }) => value },
  { name: "at", type: "TIMESTAMP", cellOf: ({ atMs }) => (atMs === null ? null : new Date(atMs)) },
];

async function* asCsv(pieces: AsyncIterable<readonly ExportedPoint[]>): AsyncGenerator<string> {
  yield csvLine(["series", "step", "value", "at"]);
  for await (const points of pieces) {
    yield points.map(({ series, step, value, atMs }) => csvLine([series, step, value, timeText(atMs)])).join("");
  }
}

/** One object a line; JSON has no NaN and no infinities, so these are text. */
async function* asLinesOfJson(pieces: AsyncIterable<readonly ExportedPoint[]>): AsyncGenerator<string> {
  for await (const points of pieces) {
    const objects = points.map(({ series, step, value, atMs }) => ({
      series,
      step,
      value: Number.isFinite(value) ? value : String(value),
      at: timeText(atMs),
    }));
    yield objects.map((point) => `${JSON.stringify(point)}\n`).join("");
  }
}

function timeText(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}

import type { DifferenceKind, ImageDifference } from "@maskyard/store";
import type { Snapshot } from "@maskyard/store/prisma";
import type { RequestServices } from "../../services.ts";
import { defineTask } from "../work/defineTask.ts";
import { readWindow, windowStart } from "../work/RecordWindow.ts";
import { SharedResults } from "../work/SharedResults.ts";
import { datasetStamp } from "./datasetStamp.ts";
import type { DifferenceInput, DifferenceReport } from "./differenceTask.ts";

const COMPARE = defineTask<typeof import("./differenceTask.ts").default>({
  from: import.meta.url,
  module: "differenceTask",
  lane: "reading",
  doing: "Comparing the data",
  advice: "Have whoever runs the server give it more (MASKYARD_WORKER_SECONDS, MASKYARD_WORKER_MEMORY_MIB).",
});

/** Differences kept for the next page of the same question; keys name contents, which never change. */
const KEPT_MAX = 8;
const kept = new SharedResults<DifferenceReport>(KEPT_MAX);

/** A difference: its figures, with the first images of any kind, and what the others are asked for by. */
export interface Difference {
  readonly report: DifferenceReport;
  readonly key: string;
  readonly between: DifferenceInput["between"];
}

/** The difference from one snapshot to another of the same dataset. */
export function readDifference(services: RequestServices, before: Snapshot, after: Snapshot): Promise<Difference> {
  const [beforeSha256, afterSha256] = [before.manifestSha256, after.manifestSha256];
  return compare(services, `${beforeSha256} ${afterSha256}`, { beforeSha256, afterSha256 });
}

const TOUCHED_SQL = `
SELECT EXISTS (SELECT 1 FROM annotation WHERE dataset_id = $1 AND updated_at > $2) OR
  EXISTS (SELECT 1 FROM category WHERE dataset_id = $1 AND updated_at > $2) OR
  EXISTS (SELECT 1 FROM image WHERE dataset_id = $1 AND greatest(created_at, deleted_at, restored_at) > $2) AS "isTouched"`;

/**
 * The difference from a snapshot to its dataset as it is now; null where nothing was edited, imported, deleted or restored since. Edits that
 * were taken back give an empty difference.
 */
export async function readChangesSince(services: RequestServices, snapshot: Snapshot): Promise<Difference | null> {
  const { datasetId, splitId, manifestSha256, createdAt } = snapshot;
  const { rows } = await services.pool.query<{ isTouched: boolean }>(TOUCHED_SQL, [datasetId, createdAt]);
  if (!rows[0]?.isTouched) return null;
  const key = `${snapshot.id} ${await datasetStamp(services.pool, datasetId)}`;
  return compare(services, key, { origin: { datasetId, splitId, manifestSha256, createdAt } });
}

/** Images of a kind, or of any; `count` at most PAGE_RECORDS_MAX. */
export async function pageOfChanges(
  services: RequestServices,
  { report, key, between }: Difference,
  page: { readonly kind: DifferenceKind | null; readonly start: number; readonly count: number },
): Promise<ImageDifference[]> {
  const { kind, start, count } = page;
  if (start >= changeCount(report, kind)) return [];
  const from = windowStart(start);
  if (kind === null && from === 0) return readWindow(report.window, start, count);
  const { window } = await kept.get(`${key} ${kind} ${from}`, services.signal, (signal) =>
    services.work.run(COMPARE, { between, window: { kind, from } }, { signal }),
  );
  return start >= window.total ? [] : readWindow(window, start, count);
}

/** Images of a kind, or of any, in the whole difference. */
export function changeCount({ images }: Pick<DifferenceReport, "images">, kind: DifferenceKind | null): number {
  return kind === null ? images.added + images.removed + images.changed : images[kind];
}

async function compare(
  services: RequestServices,
  key: string,
  between: DifferenceInput["between"],
): Promise<Difference> {
  const report = await kept.get(key, services.signal, (signal) =>
    services.work.run(COMPARE, { between, window: { kind: null, from: 0 } }, { signal }),
  );
  return { report, key, between };
}

import type { FindingKind } from "@maskyard/annotations";
import type { RequestServices } from "../../services.ts";
import { datasetStamp } from "../snapshot/datasetStamp.ts";
import { defineTask } from "../work/defineTask.ts";
import { readWindow, windowStart } from "../work/RecordWindow.ts";
import { SharedResults } from "../work/SharedResults.ts";
import type { KindReport, ListedFinding } from "./findingsTask.ts";

const FIND = defineTask<typeof import("./findingsTask.ts").default>({
  from: import.meta.url,
  module: "findingsTask",
  lane: "reading",
  doing: "Looking for findings",
  advice:
    "Have whoever runs the server give it more (MASKYARD_WORKER_SECONDS, MASKYARD_WORKER_MEMORY_MIB), or take what is beyond measure out of the dataset.",
});

const KEPT_MAX = 4;
/** An edit that the stamp missed is seen after this at the latest. */
const KEPT_MS = 60_000;
const kept = new SharedResults<readonly KindReport[]>(KEPT_MAX, KEPT_MS);

/** The kinds of findings of a dataset, with the first of each. A page asks for them once for its figures and once for each list. */
export async function rememberedFindings(services: RequestServices, datasetId: string): Promise<readonly KindReport[]> {
  const key = await datasetStamp(services.pool, datasetId);
  return kept.get(key, services.signal, (signal) => services.work.run(FIND, { datasetId, window: null }, { signal }));
}

/** A page of the findings of a kind; `count` at most PAGE_RECORDS_MAX. */
export async function pageOfFindings(
  services: RequestServices,
  { datasetId, kinds }: { readonly datasetId: string; readonly kinds: readonly KindReport[] },
  page: { readonly kind: FindingKind; readonly start: number; readonly count: number },
): Promise<ListedFinding[]> {
  const { kind, start, count } = page;
  const first = kinds.find((one) => one.kind === kind)?.window;
  if (first === undefined || start >= first.total) return [];
  const from = windowStart(start);
  if (from === first.from) return readWindow(first, start, count);
  const key = `${await datasetStamp(services.pool, datasetId)} ${kind} ${from}`;
  const [far] = await kept.get(key, services.signal, (signal) =>
    services.work.run(FIND, { datasetId, window: { kind, from } }, { signal }),
  );
  // The dataset was changed since the first window was read.
  if (far === undefined || start >= far.window.total) return [];
  return readWindow(far.window, start, count);
}

import type { RequestServices } from "../../services.ts";
import { defineTask } from "../work/defineTask.ts";
import { readWindow, windowStart } from "../work/RecordWindow.ts";
import type { LeakageInput, LeakageReport, ListedPair } from "./leakageTask.ts";

const LOOK = defineTask<typeof import("./leakageTask.ts").default>({
  from: import.meta.url,
  module: "leakageTask",
  lane: "reading",
  doing: "Looking for what leaks",
  advice: "Have whoever runs the server give it more (MASKYARD_WORKER_SECONDS, MASKYARD_WORKER_MEMORY_MIB).",
});

/** What leaks between the subsets of a split or a snapshot, found by a worker. */
export interface Leaks {
  readonly of: LeakageInput["of"];
  readonly report: LeakageReport;
}

export async function findLeaks(services: RequestServices, of: LeakageInput["of"]): Promise<Leaks> {
  return { of, report: await services.work.run(LOOK, { of, from: 0 }, { signal: services.signal }) };
}

/** A page of the pairs; `count` at most PAGE_RECORDS_MAX. */
export async function pageOfLeaks(
  services: RequestServices,
  { of, report }: Leaks,
  page: { readonly start: number; readonly count: number },
): Promise<ListedPair[]> {
  const { start, count } = page;
  const from = windowStart(start);
  const { window } = from === 0 ? report : await services.work.run(LOOK, { of, from }, { signal: services.signal });
  return start >= window.total ? [] : readWindow(window, start, count);
}

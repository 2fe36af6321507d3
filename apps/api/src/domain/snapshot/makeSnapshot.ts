import type { CreatedSnapshot } from "@maskyard/store";
import type { RequestServices } from "../../services.ts";
import { defineTask } from "../work/defineTask.ts";

const FREEZE = defineTask<typeof import("./snapshotTask.ts").default>({
  from: import.meta.url,
  module: "snapshotTask",
  lane: "reading",
  doing: "Freezing the dataset",
  advice:
    "Part the dataset, or have whoever runs the server give it more (MASKYARD_WORKER_SECONDS, MASKYARD_WORKER_MEMORY_MIB).",
});

/** The snapshot of a dataset as it is now, made by a worker. */
export function makeSnapshot(
  { work, signal }: Pick<RequestServices, "work" | "signal">,
  of: { readonly datasetId: string; readonly splitId: string | null },
): Promise<CreatedSnapshot> {
  return work.run(FREEZE, of, { signal });
}

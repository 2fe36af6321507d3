import { type CreatedSnapshot, createSnapshot } from "@maskyard/store";
import type { WorkContext } from "../work/Work.ts";

interface SnapshotInput {
  readonly datasetId: string;
  readonly splitId: string | null;
}

/** Freezes a dataset as it is now. */
export default async function freeze(input: SnapshotInput, context: WorkContext): Promise<CreatedSnapshot> {
  const store = await context.store();
  return createSnapshot(store, store.blobs, input);
}

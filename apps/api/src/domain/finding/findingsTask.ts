import { FINDING_KINDS, type FindingKind } from "@maskyard/annotations";
import { packWindow, type RecordWindow } from "../work/RecordWindow.ts";
import type { WorkContext } from "../work/Work.ts";
import { readFindings } from "./readFindings.ts";

export interface FindingsInput {
  readonly datasetId: string;
  /** The window that is wanted of one kind; the first of every kind where it is null. */
  readonly window: { readonly kind: FindingKind; readonly from: number } | null;
}

/** One finding as a page shows it. */
export interface ListedFinding {
  readonly kind: FindingKind;
  readonly detail: string;
  readonly annotationIds: readonly string[];
  /** Null: of the whole. */
  readonly imageId: string | null;
  readonly categoryId: string | null;
}

export interface KindReport {
  readonly kind: FindingKind;
  readonly imageCount: number;
  /** Of {@link ListedFinding}. */
  readonly window: RecordWindow;
}

/** What of a dataset would harm a training: the kinds there are, in their order. */
export default async function reportFindings(
  { datasetId, window }: FindingsInput,
  context: WorkContext,
): Promise<KindReport[]> {
  const { pool } = await context.store();
  const { images, whole } = await readFindings(pool, datasetId, context.progress);
  const all: ListedFinding[] = [
    ...images.map((one) => ({ ...one, categoryId: null })),
    ...whole.map((one) => ({ ...one, imageId: null, annotationIds: [] })),
  ];
  const kinds = FINDING_KINDS.filter((kind) => window === null || kind === window.kind);
  return kinds.flatMap((kind) => {
    const found = all.filter((one) => one.kind === kind);
    if (found.length === 0) return [];
    const imageCount = new Set(found.flatMap(({ imageId }) => imageId ?? [])).size;
    return [{ kind, imageCount, window: packWindow(found, window?.from ?? 0) }];
  });
}

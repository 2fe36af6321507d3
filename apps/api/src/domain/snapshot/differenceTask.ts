import {
  type DifferenceKind,
  diffFromNow,
  diffSnapshots,
  type ImageDifference,
  type ManifestDiff,
  type SnapshotOrigin,
} from "@maskyard/store";
import { packWindow, type RecordWindow } from "../work/RecordWindow.ts";
import type { WorkContext } from "../work/Work.ts";

export interface DifferenceInput {
  readonly between:
    | { readonly beforeSha256: string; readonly afterSha256: string }
    /** From a snapshot to its dataset as it is now. */
    | { readonly origin: SnapshotOrigin };
  /** Images of this kind, or of any, from a place among them on. */
  readonly window: { readonly kind: DifferenceKind | null; readonly from: number };
}

/** A difference with part of its list of images. */
export interface DifferenceReport extends Omit<ManifestDiff, "changes"> {
  /** Of {@link ImageDifference}. */
  readonly window: RecordWindow;
}

/** Of one image so many annotations are told one by one; all of them are counted. */
const ANNOTATION_CHANGES_MAX = 1_000;

/** What became of the data from a snapshot to another, or to now. */
export default async function reportDifference(
  { between, window: { kind, from } }: DifferenceInput,
  context: WorkContext,
): Promise<DifferenceReport> {
  const { pool, blobs } = await context.store();
  const { changes, ...figures } = await ("origin" in between
    ? diffFromNow({ pool }, blobs, between.origin)
    : diffSnapshots(blobs, between.beforeSha256, between.afterSha256));
  const wanted = kind === null ? changes : changes.filter((change) => change.kind === kind);
  return { ...figures, window: packWindow(wanted.map(shortened), from) };
}

function shortened(change: ImageDifference): ImageDifference {
  return change.annotationChanges.length <= ANNOTATION_CHANGES_MAX
    ? change
    : { ...change, annotationChanges: change.annotationChanges.slice(0, ANNOTATION_CHANGES_MAX) };
}

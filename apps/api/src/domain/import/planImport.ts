import {
  type Amendment,
  type AnnotationDocument,
  amendLedger,
  checkPoints,
  type DocumentImage,
  type Ledger,
  ledgerWithoutImages,
  type ReaderOptions,
  type Remark,
  settleImage,
  subsetFromPath,
} from "@maskyard/annotations";
import type { Shape } from "../annotation/parseGeometryInput.ts";
import { tagNameSchema } from "../image/tagName.ts";
import { type ComparedImage, duplicateRemarks } from "./duplicateRemarks.ts";
import { guessCaptureGroups } from "./guessCaptureGroups.ts";
import type { ImportedImage, IngestResult } from "./ingestImages.ts";
import { type ArchiveContents, emptyLedger } from "./readDocument.ts";

export interface PlannedAnnotation {
  readonly categoryName: string;
  readonly shape: Shape;
  readonly isCrowd: boolean;
  readonly raw: unknown;
}

export interface PlannedImage {
  readonly image: ImportedImage;
  readonly subset: string | null;
  readonly captureGroup: string | null;
  readonly tags: readonly string[];
  readonly annotations: readonly PlannedAnnotation[];
}

/** What an import will write. */
export interface ImportPlan {
  readonly format: string | null;
  /** In the order of the source. */
  readonly categoryNames: readonly string[];
  /** By path. */
  readonly images: readonly PlannedImage[];
  readonly ledger: Ledger;
}

/**
 * Brings the document and the decoded images together; a pure function of both.
 * @param pointsMax an annotation whose shape has more points, or runs, is left out, and the ledger says so.
 * @param options what a person said of the files.
 */
export function planImport(
  contents: ArchiveContents,
  ingest: IngestResult,
  pointsMax: number,
  options: ReaderOptions = {},
): ImportPlan {
  const { document } = contents;
  const amendments: Amendment[] = [];
  const remarks: Remark[] = [...contents.remarks];
  const entriesOf = entriesByPath(document);
  const lost: { image: DocumentImage; reason: string }[] = [];
  for (const [path, reason] of [...ingest.refused].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const entries = entriesOf.get(path) ?? [];
    remarks.push({ kind: "dropped", place: path, reason: `the image was left out: ${reason}` });
    lost.push(
      ...entries
        .filter((entry) => entry.annotations.length > 0)
        .map((image) => ({ image, reason: `${path}: ${reason}` })),
    );
  }
  for (const remark of duplicateRemarks([...ingest.before, ...newImages(ingest)])) remarks.push(remark);
  const captureGroups = guessCaptureGroups(newImages(ingest).map(({ path }) => path));
  for (const remark of captureGroups.remarks) remarks.push(remark);
  const images = [...ingest.images.values()]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((image): PlannedImage => {
      const entries = entriesOf.get(image.path) ?? [];
      const stated = entries.find((entry) => entry.subset !== null)?.subset;
      const annotations =
        document === null
          ? []
          : entries.flatMap((entry) => {
              const whole = withoutExcess(entry, pointsMax, amendments);
              const read = settleImage(document, whole, image.path, image, options);
              amendments.push(...read.amendments);
              remarks.push(...read.remarks);
              return read.settled.map(({ annotation: { categoryName, isCrowd, raw }, shape }) => ({
                ...{ categoryName, isCrowd, raw, shape },
              }));
            });
      remarks.push(...noteWarnings(image));
      return {
        image,
        subset: stated ?? subsetFromPath(image.path),
        captureGroup: captureGroups.byPath.get(image.path) ?? null,
        tags: tagsOf(entries, remarks),
        annotations,
      };
    });
  const before =
    document === null ? emptyLedger() : withoutRefused(ledgerWithoutImages(document.ledger, lost), ingest.refused);
  return {
    format: document?.format ?? null,
    categoryNames: document?.categories.map((category) => category.name) ?? [],
    images,
    ledger: amendLedger(before, amendments, remarks),
  };
}

/** The tags the files state of an image; one that is none is told of. */
function tagsOf(entries: readonly DocumentImage[], remarks: Remark[]): string[] {
  const tags = new Set<string>();
  for (const { key, tags: stated } of entries) {
    for (const tag of stated ?? []) {
      const read = tagNameSchema.safeParse(tag);
      if (read.success) tags.add(read.data);
      else remarks.push({ kind: "warning", place: key, reason: `a tag is left out: ${read.error.issues[0]?.message}` });
    }
  }
  return [...tags].sort();
}

function newImages({ images }: IngestResult): ComparedImage[] {
  return [...images.values()].flatMap(({ path, ingested }) =>
    ingested === null
      ? []
      : [{ path, originalSha256: ingested.originalSha256, perceptualHash: ingested.perceptualHash, isNew: true }],
  );
}

/** "Comes without annotations" is no longer true of an image that did not come at all. */
function withoutRefused(ledger: Ledger, refused: ReadonlyMap<string, string>): Ledger {
  const entries = ledger.entries.filter((entry) => !(entry.kind === "warning" && refused.has(entry.place)));
  return { ...ledger, entries };
}

function entriesByPath(document: AnnotationDocument | null): ReadonlyMap<string, DocumentImage[]> {
  const byPath = new Map<string, DocumentImage[]>();
  for (const entry of document?.images ?? []) {
    if (entry.matchedPath !== null) {
      const entries = byPath.get(entry.matchedPath) ?? [];
      entries.push(entry);
      byPath.set(entry.matchedPath, entries);
    }
  }
  return byPath;
}

/** An entry without shapes of more points than are taken. */
function withoutExcess(entry: DocumentImage, pointsMax: number, amendments: Amendment[]): DocumentImage {
  const annotations = entry.annotations.filter(({ key, geometry }) => {
    const excess = checkPoints(geometry, pointsMax);
    if (excess === null) return true;
    amendments.push({ place: key, kind: "dropped", reason: `the shape ${excess} (MASKYARD_MAX_SHAPE_POINTS)` });
    return false;
  });
  return { ...entry, annotations };
}

/** What of a file is not used. */
function noteWarnings({ path, ingested, isMended = false }: ImportedImage): Remark[] {
  const mended = isMended ? ["the stored file was damaged or missing, and is whole again with this one"] : [];
  return [...mended, ...(ingested?.notes ?? [])].map((reason) => ({ kind: "warning", place: path, reason }));
}

export type {
  Ledger,
  LedgerAnnotationCounts,
  LedgerEntry,
  LedgerImageCounts,
  LedgerKind,
} from "./document/ledger.ts";
export type {
  AnnotationDocument,
  BoxXywhPx,
  DocumentAnnotation,
  DocumentCategory,
  DocumentImage,
  FormatName,
  Geometry,
  PolygonPart,
  RingPx,
  Rle,
} from "./document/types.ts";
export { FORMAT_NAMES } from "./document/types.ts";

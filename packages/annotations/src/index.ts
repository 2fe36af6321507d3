export { crc32 } from "./archive/crc32.ts";
export { StoredZip, type ZipInput } from "./archive/StoredZip.ts";
export {
  type Augmentation,
  COLOR_KINDS,
  type ColorAdjustment,
  type ColorKind,
  FILL_RGB,
  type SampleWindow,
  type SizePx,
} from "./augmentation/Augmentation.ts";
export { adjustColors } from "./augmentation/adjustColors.ts";
export { describeAugmentation, windowScale } from "./augmentation/describeAugmentation.ts";
export { type SampleFrame, sampleFrame } from "./augmentation/sampleFrame.ts";
export { type Amendment, amendLedger, type Remark } from "./document/amendLedger.ts";
export {
  COCO_LAYOUT_NAMES,
  type CocoLayout,
  FORMAT_NAMES,
  READER_CHOICES,
  type ReaderChoiceName,
  WRITABLE_FORMATS,
  type WritableFormat,
} from "./document/formatNames.ts";
export { type ImageOutcome, LedgerBuilder, type LedgerNote } from "./document/LedgerBuilder.ts";
export type {
  Ledger,
  LedgerAnnotationCounts,
  LedgerEntry,
  LedgerImageCounts,
  LedgerKind,
} from "./document/ledger.ts";
export { ledgerWithoutImages } from "./document/ledgerWithoutImages.ts";
export { type Simplification, simplifyDocument } from "./document/simplifyDocument.ts";
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
export { type CocoFilesEvaluation, evaluateCocoFiles } from "./evaluation/evaluateCocoFiles.ts";
export { evaluateDetections } from "./evaluation/evaluateDetections.ts";
export { type MatchInput, matchDetections } from "./evaluation/matchDetections.ts";
export type {
  CategoryEvaluation,
  CocoSummary,
  EvaluationCategory,
  EvaluationDetection,
  EvaluationGroundTruth,
  EvaluationId,
  EvaluationImage,
  EvaluationInput,
  EvaluationResult,
  IouType,
} from "./evaluation/types.ts";
export { type CocoOutput, writeCoco } from "./formats/coco/writeCoco.ts";
export { CSV_FIELDS, type CsvColumns, missingFields } from "./formats/csv/csvColumns.ts";
export { detectFormat, formatOfFile, formatOfText } from "./formats/detectFormat.ts";
export { readJson } from "./formats/json/readJson.ts";
export { maskFilesOf } from "./formats/masks/maskFiles.ts";
export { EXPORT_REPORT_NAME, type ParseAnnotationsOptions, parseAnnotations } from "./formats/parseAnnotations.ts";
export { decodePngMask, type PngMask } from "./formats/png/decodePngMask.ts";
export { READERS } from "./formats/readers.ts";
export { decodeText } from "./formats/reading/decodeText.ts";
export { FormatError } from "./formats/reading/FormatError.ts";
export { type ImageFiles, type ReaderOptions, statedFormat } from "./formats/reading/FormatReader.ts";
export { type ImageMatch, ImageMatcher } from "./formats/reading/matchImages.ts";
export { isReadInChunks, type SourceFile, TEXT_BYTES_MAX } from "./formats/reading/SourceFile.ts";
export { isAnnotationPath, isImagePath } from "./formats/reading/sourcePaths.ts";
export { subsetFromPath } from "./formats/reading/subsetFromPath.ts";
export { type CompareOptions, compareGeometry, type GeometryReport } from "./formats/write/compareGeometry.ts";
export {
  type AnnotationExport,
  exportLedger,
  WRITERS,
  writeAnnotations,
} from "./formats/write/writeAnnotations.ts";
export type { FormatPrecision, OutputFile, WritableDocument, WriteOptions } from "./formats/writing/OutputFile.ts";
export { boxIouXywh } from "./geometry/boxIouXywh.ts";
export { checkBox, checkGeometry, checkRing, type GeometryProblem, openRing } from "./geometry/checkGeometry.ts";
export { clipRingToBox } from "./geometry/clipRingToBox.ts";
export { type ClippedShape, clipBoxToImage, clipToImage } from "./geometry/clipToImage.ts";
export { checkPoints, countPoints } from "./geometry/countPoints.ts";
export { type GeometryMeasure, geometryAreaPx, measureGeometry } from "./geometry/geometryAreaPx.ts";
export { geometryBoxXywhPx, ringsBoxXywhPx } from "./geometry/geometryBoxXywhPx.ts";
export { maskFromGeometry } from "./geometry/maskFromGeometry.ts";
export { type MergeOperation, mergeRuns } from "./geometry/mergeRuns.ts";
export { polygonFromMask } from "./geometry/polygonFromMask.ts";
export { ringAreaPx } from "./geometry/ringAreaPx.ts";
export {
  maskColumnMajorFromRle,
  maskRowMajorFromRle,
  rleAreaPx,
  rleBoxXywhPx,
  rleFromMaskColumnMajor,
  rleFromMaskRowMajor,
  rleFromRuns,
  runsFromCountList,
  runsFromRle,
} from "./geometry/rle.ts";
export {
  maskColumnMajorFromRuns,
  maskRowMajorFromRuns,
  type RunLengths,
  runsFromMaskColumnMajor,
  runsFromMaskRowMajor,
} from "./geometry/runLengths.ts";
export { runsAreaPx } from "./geometry/runsAreaPx.ts";
export { runsBoxXywhPx } from "./geometry/runsBoxXywhPx.ts";
export { type MaskCrop, runsFromCrop } from "./geometry/runsFromCrop.ts";
export { runsFromGeometry } from "./geometry/runsFromGeometry.ts";
export { runsFromRing } from "./geometry/runsFromRing.ts";
export { runsIou } from "./geometry/runsIou.ts";
export { runsFromString, runsToString } from "./geometry/runsString.ts";
export { type SimplifiedGeometry, simplifyGeometry } from "./geometry/simplifyGeometry.ts";
export { simplifyRing } from "./geometry/simplifyRing.ts";
export { orientShape } from "./orientation/orientShape.ts";
export type { SettledImage } from "./orientation/readingOf.ts";
export { settleImage } from "./orientation/settleImage.ts";
export { type ClassCount, type DatasetFinding, findClassProblems } from "./quality/findClassProblems.ts";
export { findImageProblems } from "./quality/findImageProblems.ts";
export {
  FINDING_KINDS,
  type FindingKind,
  type QualityAnnotation,
  type QualityFinding,
  type QualityImage,
} from "./quality/types.ts";
export { philox4x32 } from "./random/philox4x32.ts";
export { randomAt } from "./random/randomAt.ts";
export { SeededRandom, type SeededRandomState } from "./random/SeededRandom.ts";
export { captureGroupFromName } from "./splits/captureGroupFromName.ts";
export { fileNamePattern } from "./splits/fileNamePattern.ts";
export {
  findLeakage,
  type Leakage,
  type LeakageImage,
  type LeakageKind,
  type LeakagePair,
} from "./splits/findLeakage.ts";
export { foldSplits } from "./splits/foldSplits.ts";
export { type GroupableImage, groupImages, type SplitGrouping } from "./splits/groupImages.ts";
export { hashDistanceBits, NEAR_DUPLICATE_BITS_MAX, nearHashPairs } from "./splits/nearHashPairs.ts";
export { randomSplit } from "./splits/randomSplit.ts";
export { splitFromSubsets } from "./splits/splitFromSubsets.ts";
export { stratifiedSplit } from "./splits/stratifiedSplit.ts";
export {
  type SplitAssignment,
  type SplitCounts,
  SplitError,
  type SplitImage,
  type SplitRatios,
  type SplitSizes,
  SUBSET_NAMES,
  type SubsetName,
} from "./splits/types.ts";

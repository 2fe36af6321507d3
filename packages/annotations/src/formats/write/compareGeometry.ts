import type { Amendment } from "../../document/amendLedger.ts";
import type { DocumentAnnotation, DocumentImage, Geometry, RingPx } from "../../document/types.ts";
import { boxIouXywh } from "../../geometry/boxIouXywh.ts";
import { mergeRuns } from "../../geometry/mergeRuns.ts";
import { runsAreaPx } from "../../geometry/runsAreaPx.ts";
import { runsFromGeometry } from "../../geometry/runsFromGeometry.ts";
import { sideDistancePx } from "../../geometry/sideDistancePx.ts";
import { boxOfShape } from "../writing/boxOfShape.ts";
import type { FormatPrecision, WritableDocument } from "../writing/OutputFile.ts";

/** What differs between a document and the one read from its export. */
export interface GeometryReport {
  readonly images: {
    readonly compared: number;
    readonly missing: readonly string[];
    readonly extra: readonly string[];
  };
  readonly annotations: { readonly compared: number; readonly missing: number; readonly extra: number };
  /** The largest distance of two corresponding coordinates of rings. */
  readonly vertexDistancePxMax: number;
  /** The largest distance of two corresponding sides of boxes; of shapes' boxes where the format keeps no others. */
  readonly boxDistancePxMax: number;
  /** The most pixels that one annotation covers in only one of the two. */
  readonly differingPixelsMax: number;
  /** Every difference beyond the format's precision that the export did not announce. */
  readonly beyondPrecision: readonly { readonly place: string; readonly what: string }[];
}

export interface CompareOptions {
  readonly precision: FormatPrecision;
  /** Where an image of the first document lies in the second. */
  readonly pathOf: (image: DocumentImage) => string;
  /** What the export announced: dropped and merged annotations are not looked for, of clipped ones only the box is, where it is kept. */
  readonly amendments: readonly Amendment[];
}

/** Compares two documents image by image and annotation by annotation, in the frame of their images' pixels. */
export function compareGeometry(
  before: WritableDocument,
  after: WritableDocument,
  options: CompareOptions,
): GeometryReport {
  const comparison = new Comparison(options);
  const afterByPath = new Map(after.images.map((image) => [image.matchedPath ?? image.fileName, image]));
  const missing: string[] = [];
  let compared = 0;
  for (const image of before.images) {
    const path = options.pathOf(image);
    const other = afterByPath.get(path);
    afterByPath.delete(path);
    if (other === undefined) {
      // Some formats do not name an image without objects.
      const lost = comparison.expected(image).length;
      if (lost > 0) comparison.lose(image, lost);
      missing.push(path);
    } else {
      compared++;
      comparison.images(image, other);
    }
  }
  for (const image of afterByPath.values()) comparison.report.annotations.extra += image.annotations.length;
  return { ...comparison.report, images: { compared, missing, extra: [...afterByPath.keys()] } };
}

class Comparison {
  readonly report = {
    annotations: { compared: 0, missing: 0, extra: 0 },
    vertexDistancePxMax: 0,
    boxDistancePxMax: 0,
    differingPixelsMax: 0,
    beyondPrecision: [] as { place: string; what: string }[],
  };
  readonly #precision: FormatPrecision;
  readonly #gone: ReadonlySet<string>;
  readonly #boxOnly: ReadonlySet<string>;

  constructor({ precision, amendments }: CompareOptions) {
    this.#precision = precision;
    const ofKinds = (...kinds: Amendment["kind"][]) =>
      new Set(amendments.filter(({ kind }) => kinds.includes(kind)).map(({ place }) => place));
    this.#gone = ofKinds("dropped", "merged");
    this.#boxOnly = ofKinds("clipped");
  }

  expected(image: DocumentImage): readonly DocumentAnnotation[] {
    return image.annotations.filter(({ key }) => !this.#gone.has(key));
  }

  lose(image: DocumentImage, count: number): void {
    this.report.annotations.missing += count;
    this.#beyond(image.key, `the image with ${count} annotations is not there`);
  }

  images(before: DocumentImage, after: DocumentImage): void {
    const names = new Set([...before.annotations, ...after.annotations].map(({ categoryName }) => categoryName));
    for (const name of names) {
      const expected = this.expected(before).filter(({ categoryName }) => categoryName === name);
      const found = after.annotations.filter(({ categoryName }) => categoryName === name);
      for (const [one, other] of pairs(expected, found)) {
        if (other === null) {
          this.report.annotations.missing++;
          this.#beyond(one.key, "it is not there");
        } else this.#annotations(one, other, before);
      }
      this.report.annotations.extra += Math.max(0, found.length - expected.length);
      if (found.length > expected.length) this.#beyond(after.key, `${found.length - expected.length} more of ${name}`);
    }
  }

  #annotations(before: DocumentAnnotation, after: DocumentAnnotation, image: DocumentImage): void {
    this.report.annotations.compared++;
    if (this.#precision.isCoveredLost && this.#boxOnly.has(before.key)) return;
    const { shape, tolerancePx, isBoxOfShape } = this.#precision;
    const boxDistance = sideDistancePx(isBoxOfShape ? boxOfShape(before) : before.boxXywhPx, after.boxXywhPx);
    this.report.boxDistancePxMax = Math.max(this.report.boxDistancePxMax, boxDistance);
    const isBoxOnly = shape === "box" || this.#boxOnly.has(before.key);
    // A shape that became pixels may have the box of its pixels: the pixels themselves are compared.
    const distance = isBoxOnly ? 0 : vertexDistancePx(before.geometry, after.geometry);
    const isRedrawn = distance === null;
    if (boxDistance > tolerancePx && !isRedrawn) this.#beyond(before.key, `its box moved by ${boxDistance} px`);
    if (isBoxOnly) return;
    if (distance !== null) {
      this.report.vertexDistancePxMax = Math.max(this.report.vertexDistancePxMax, distance);
      if (distance > tolerancePx) this.#beyond(before.key, `a point of its outline moved by ${distance} px`);
      return;
    }
    const { heightPx, widthPx } = image;
    if (heightPx === null || widthPx === null) return;
    const [one, other] = [before, after].map(({ geometry, boxXywhPx }) =>
      runsFromGeometry(geometry, boxXywhPx, heightPx, widthPx),
    ) as [ReturnType<typeof runsFromGeometry>, ReturnType<typeof runsFromGeometry>];
    const pixels =
      runsAreaPx(mergeRuns([one, other], "difference")) + runsAreaPx(mergeRuns([other, one], "difference"));
    this.report.differingPixelsMax = Math.max(this.report.differingPixelsMax, pixels);
    if (pixels > 0) this.#beyond(before.key, `${pixels} of its pixels differ`);
  }

  #beyond(place: string, what: string): void {
    this.report.beyondPrecision.push({ place, what });
  }
}

/** By order where as many are there, as writers keep it; else by the overlap of their boxes. */
function pairs(
  expected: readonly DocumentAnnotation[],
  found: readonly DocumentAnnotation[],
): [DocumentAnnotation, DocumentAnnotation | null][] {
  if (expected.length === found.length) return expected.map((one, i) => [one, found[i] as DocumentAnnotation]);
  const left = new Set(found);
  return expected.map((one) => {
    let best: DocumentAnnotation | null = null;
    let bestIou = 0;
    for (const other of left) {
      const iou = boxIouXywh(other.boxXywhPx, one.boxXywhPx);
      if (iou <= bestIou) continue;
      best = other;
      bestIou = iou;
      // As writers keep the order, the first that is left is nearly always the one.
      if (iou === 1) break;
    }
    if (best !== null) left.delete(best);
    return [one, best];
  });
}

/** The largest distance of corresponding coordinates; null where the two do not have the same rings. */
function vertexDistancePx(before: Geometry, after: Geometry): number | null {
  if (before.type === "box" && after.type === "box") return 0;
  if (before.type === "rle" && after.type === "rle") return before.rle.counts === after.rle.counts ? 0 : null;
  if (before.type !== "polygon" || after.type !== "polygon") return null;
  const ringsOf = (geometry: typeof before): RingPx[] =>
    geometry.parts.flatMap(({ outer, holes }) => [outer, ...holes]);
  const [rings, others] = [ringsOf(before), ringsOf(after)];
  if (rings.length !== others.length || rings.some((ring, i) => ring.length !== others[i]?.length)) return null;
  let distance = 0;
  rings.forEach((ring, i) => {
    ring.forEach((value, j) => {
      distance = Math.max(distance, Math.abs(value - (others[i]?.[j] as number)));
    });
  });
  return distance;
}

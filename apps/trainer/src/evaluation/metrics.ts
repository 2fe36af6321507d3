import { type CocoSummary, type EvaluationInput, evaluateDetections } from "@maskyard/annotations";
import type { ManifestImage } from "@maskyard/store";
import type { FoundObject } from "./foundObjects.ts";

export interface ImageResult {
  image: ManifestImage;
  found: readonly FoundObject[];
}

export interface ClassMetrics {
  categoryId: string;
  name: string;
  bbox: CocoSummary;
  segm: CocoSummary;
}

/** COCO's twelve numbers for boxes and for masks, of all classes together and of each; -1 where there is nothing to find. */
export interface EvaluationMetrics {
  bbox: CocoSummary;
  segm: CocoSummary;
  perClass: ClassMetrics[];
}

/** Compares what was found with what is annotated, crowds included. `categories[0]` has label 1. */
export function computeMetrics(
  results: readonly ImageResult[],
  categories: readonly { id: string; name: string }[],
): EvaluationMetrics {
  const input: Omit<EvaluationInput, "iouType"> = {
    images: results.map(({ image }) => image),
    categories,
    groundTruths: results.flatMap(({ image }) =>
      image.annotations.map((annotation) => ({ ...annotation, imageId: image.id })),
    ),
    detections: results.flatMap(({ image, found }) =>
      found.map(({ label, score, boxXywhPx, rle }) => ({
        imageId: image.id,
        categoryId: categories[label - 1]?.id ?? "",
        score,
        boxXywhPx,
        geometry: { type: "rle" as const, rle },
      })),
    ),
  };
  const bbox = evaluateDetections({ ...input, iouType: "bbox" });
  const segm = evaluateDetections({ ...input, iouType: "segm" });
  const ofClass = (figures: readonly (CocoSummary & { categoryId: string | number })[], id: string) => {
    const found = figures.find(({ categoryId }) => categoryId === id);
    if (!found) throw new Error(`computeMetrics: expected the figures of category ${id}, got none`);
    return summaryOf(found);
  };
  return {
    bbox: summaryOf(bbox),
    segm: summaryOf(segm),
    perClass: categories.map(({ id, name }) => ({
      categoryId: id,
      name,
      bbox: ofClass(bbox.perClass, id),
      segm: ofClass(segm.perClass, id),
    })),
  };
}

const summaryNames = [
  "AP",
  "AP50",
  "AP75",
  "APs",
  "APm",
  "APl",
  "AR1",
  "AR10",
  "AR100",
  "ARs",
  "ARm",
  "ARl",
] as const satisfies (keyof CocoSummary)[];

function summaryOf(figures: CocoSummary): CocoSummary {
  return Object.fromEntries(summaryNames.map((name) => [name, figures[name]])) as unknown as CocoSummary;
}

/** As points of series: "val/segm/AP", ... A figure of which there is nothing to find (-1) has no point. */
export function metricPoints(metrics: EvaluationMetrics): Record<string, number> {
  const points: Record<string, number> = {};
  for (const type of ["segm", "bbox"] as const) {
    for (const name of summaryNames) {
      const value = metrics[type][name];
      if (value >= 0) points[`val/${type}/${name}`] = value;
    }
  }
  return points;
}

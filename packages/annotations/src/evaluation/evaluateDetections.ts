import { evaluateCategory, type ImageOfCategory, type ScoredShape, type TrueShape } from "./evaluateCategory.ts";
import { prepareShape } from "./preparedShapes.ts";
import { summarise } from "./summarise.ts";
import type { EvaluationId, EvaluationImage, EvaluationInput, EvaluationResult } from "./types.ts";

/**
 * COCO detection evaluation, equal to pycocotools' COCOeval for boxes and masks: the twelve summary numbers over all
 * categories, and the same for each.
 * @throws RangeError on a record of an image that is not listed, a score that is not finite, a missing shape, or a mask
 *   that does not fit its image.
 */
export function evaluateDetections(input: EvaluationInput): EvaluationResult {
  const images = new Map<EvaluationId, EvaluationImage>(input.images.map((image) => [image.id, image]));
  const buckets = new Map<EvaluationId, Map<EvaluationId, { groundTruths: TrueShape[]; detections: ScoredShape[] }>>(
    input.categories.map((category) => [category.id, new Map()]),
  );
  const bucketOf = (record: { imageId: EvaluationId; categoryId: EvaluationId }) => {
    const ofCategory = buckets.get(record.categoryId);
    if (ofCategory === undefined) return null;
    let bucket = ofCategory.get(record.imageId);
    if (bucket === undefined) {
      bucket = { groundTruths: [], detections: [] };
      ofCategory.set(record.imageId, bucket);
    }
    return bucket;
  };
  const imageOf = (imageId: EvaluationId): EvaluationImage => {
    const image = images.get(imageId);
    if (image === undefined) throw new RangeError(`evaluateDetections: image ${imageId} is not among the images`);
    return image;
  };

  for (const groundTruth of input.groundTruths) {
    const image = imageOf(groundTruth.imageId);
    bucketOf(groundTruth)?.groundTruths.push({
      shape: prepareShape(groundTruth, image, input.iouType),
      areaPx: groundTruth.areaPx,
      isCrowd: groundTruth.isCrowd,
      isNeverMatched: groundTruth.id !== undefined && groundTruth.id === input.unmatchedGroundTruthId,
    });
  }
  let ignoredDetectionCount = 0;
  for (const detection of input.detections) {
    const image = imageOf(detection.imageId);
    if (!Number.isFinite(detection.score)) {
      throw new RangeError(`evaluateDetections: expected finite scores, got ${detection.score} on image ${image.id}`);
    }
    const bucket = bucketOf(detection);
    if (bucket === null) {
      ignoredDetectionCount++;
      continue;
    }
    bucket.detections.push({
      shape: prepareShape(detection, image, input.iouType),
      score: detection.score,
      areaPx: detection.areaPx,
    });
  }

  const evaluated = input.categories.map((category) => {
    const byImage = buckets.get(category.id) ?? new Map<EvaluationId, ImageOfCategory>();
    const inOrder: readonly ImageOfCategory[] = input.images.flatMap((image) => {
      const ofImage = byImage.get(image.id);
      return ofImage === undefined ? [] : [ofImage];
    });
    const averages = evaluateCategory(inOrder);
    const perClass = {
      categoryId: category.id,
      name: category.name,
      groundTruthCount: inOrder.reduce((sum, one) => sum + one.groundTruths.filter((gt) => !gt.isCrowd).length, 0),
      detectionCount: inOrder.reduce((sum, one) => sum + one.detections.length, 0),
      ...summarise([averages]),
    };
    return { averages, perClass };
  });
  return {
    ...summarise(evaluated.map(({ averages }) => averages)),
    perClass: evaluated.map(({ perClass }) => perClass),
    ignoredDetectionCount,
  };
}

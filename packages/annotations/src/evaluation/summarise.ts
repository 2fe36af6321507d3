import { AREA_ALL, IOU_50_INDEX, IOU_75_INDEX } from "./cocoParameters.ts";
import type { CategoryAverages } from "./evaluateCategory.ts";
import type { CocoSummary } from "./types.ts";

const [SMALL, MEDIUM, LARGE] = [1, 2, 3];
const [LIMIT_1, LIMIT_10, LIMIT_100] = [0, 1, 2];

/** COCO's twelve numbers over any number of categories; those without ground truth do not count. */
export function summarise(categories: readonly CategoryAverages[]): CocoSummary {
  const precision = (area: number, threshold?: number): number =>
    meanOfDefined(categories.map((category) => pick(category.precisionByArea[area], threshold)));
  const recall = (area: number, limit: number): number =>
    meanOfDefined(categories.map((category) => pick(category.recallByAreaAndLimit[area]?.[limit])));
  return {
    AP: precision(AREA_ALL),
    AP50: precision(AREA_ALL, IOU_50_INDEX),
    AP75: precision(AREA_ALL, IOU_75_INDEX),
    APs: precision(SMALL),
    APm: precision(MEDIUM),
    APl: precision(LARGE),
    AR1: recall(AREA_ALL, LIMIT_1),
    AR10: recall(AREA_ALL, LIMIT_10),
    AR100: recall(AREA_ALL, LIMIT_100),
    ARs: recall(SMALL, LIMIT_100),
    ARm: recall(MEDIUM, LIMIT_100),
    ARl: recall(LARGE, LIMIT_100),
  };
}

/** The value at one IoU threshold, or the mean over all; -1 stays -1. */
function pick(values: Float64Array | undefined, threshold?: number): number {
  if (values === undefined) return -1;
  return threshold === undefined ? meanOfDefined([...values]) : (values[threshold] ?? -1);
}

function meanOfDefined(values: readonly number[]): number {
  const defined = values.filter((value) => value > -1);
  return defined.length === 0 ? -1 : defined.reduce((sum, value) => sum + value, 0) / defined.length;
}

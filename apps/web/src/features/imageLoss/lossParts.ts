import { curveColor } from "../../chart/palette.ts";

export interface PartialLosses {
  readonly classifier: number | null;
  readonly boxRegression: number | null;
  readonly mask: number | null;
  readonly objectness: number | null;
  readonly rpnBoxRegression: number | null;
}

/** In the order, and so in the colours, of the chart of the components. */
const LABELS = [
  ["boxRegression", "box"],
  ["classifier", "classifier"],
  ["mask", "mask"],
  ["objectness", "objectness"],
  ["rpnBoxRegression", "rpn box"],
] as const;

/** The five losses of an image as parts of a bar. A value that was no finite number is null and takes no room. */
export function lossParts(losses: PartialLosses) {
  const sum = LABELS.reduce((total, [key]) => total + (losses[key] ?? 0), 0);
  return LABELS.map(([key, label], index) => ({
    key,
    label,
    color: curveColor(index),
    value: losses[key],
    share: sum > 0 ? (losses[key] ?? 0) / sum : 0,
  }));
}

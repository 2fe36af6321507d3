import { formatCount, formatQuantity } from "../../format/formatNumber.ts";
import type { Curve } from "./curves.ts";

/** How much of the curves is drawn: "1,200 of 100,000 points, min/max" where they are reduced, and their bounds shown. */
export function describePoints(
  curves: readonly Pick<Curve, "steps" | "pointsInRange" | "total" | "reduced">[],
  bounds = true,
): string {
  let [drawn, inRange, total] = [0, 0, 0];
  for (const curve of curves) {
    drawn += curve.steps.length;
    inRange += curve.pointsInRange;
    total += curve.total;
  }
  const part = inRange < total ? ` of ${formatCount(total)} in all` : "";
  if (!curves.some(({ reduced }) => reduced)) return formatQuantity(inRange, "point") + part;
  return `${formatCount(drawn)} of ${formatCount(inRange)} points${part === "" ? "" : " here"}${bounds ? ", min/max" : ""}`;
}

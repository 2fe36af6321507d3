import { formatCount, formatQuantity } from "../../format/formatNumber.ts";
import type { Curve } from "./curves.ts";

/**
 * How much of the curves is drawn: "1,200 of 100,000 points, min/max" where they are reduced, and their bounds shown; "9 points, 2 not finite" where values
 * cannot be drawn.
 */
export function describePoints(
  curves: readonly Pick<Curve, "steps" | "values" | "pointsInRange" | "total" | "reduced">[],
  bounds = true,
): string {
  let [drawn, inRange, total, gaps] = [0, 0, 0, 0];
  for (const curve of curves) {
    drawn += curve.steps.length;
    inRange += curve.pointsInRange;
    total += curve.total;
    for (const value of curve.values) if (value === null) gaps += 1;
  }
  const part = inRange < total ? ` of ${formatCount(total)} in all` : "";
  if (!curves.some(({ reduced }) => reduced)) {
    return formatQuantity(inRange, "point") + part + (gaps > 0 ? `, ${formatCount(gaps)} not finite` : "");
  }
  return `${formatCount(drawn)} of ${formatCount(inRange)} points${part === "" ? "" : " here"}${bounds ? ", min/max" : ""}`;
}

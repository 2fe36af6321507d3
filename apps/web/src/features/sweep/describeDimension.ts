import { formatMetric } from "../../format/formatNumber.ts";
import { formatSetting } from "../configuration/settings.ts";

/** What a sweep varies, as the graph gives it. */
export type SweepDimension =
  | { readonly setting: string; readonly values: readonly unknown[] }
  | {
      readonly setting: string;
      readonly min: number;
      readonly max: number;
      readonly scale: "linear" | "log";
      readonly whole: boolean;
      readonly step: number | null;
    };

/** "0.0001 to 0.1, logarithmic", "1, 2, 4". */
export function describeDimension(dimension: SweepDimension): string {
  if ("values" in dimension) return dimension.values.map(formatSetting).join(", ");
  const { min, max, scale, whole, step } = dimension;
  const words = [
    `${formatMetric(min)} to ${formatMetric(max)}`,
    ...(scale === "log" ? ["logarithmic"] : []),
    ...(whole ? ["whole numbers"] : []),
    ...(step === null ? [] : [`in steps of ${formatMetric(step)}`]),
  ];
  return words.join(", ");
}

import { formatMetric } from "../../format/formatNumber.ts";
import { formatSetting } from "../configuration/settings.ts";

/** A varied setting's value: numbers drawn at random have many digits. */
export function formatVaried(value: unknown): string {
  return typeof value === "number" ? formatMetric(value) : formatSetting(value);
}

const grouped = new Intl.NumberFormat("en");

/** 1234567 as "1,234,567". */
export function formatCount(count: number): string {
  return grouped.format(count);
}

/** "1 image", "2 images". */
export function formatQuantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** A metric's value in four significant digits; null and NaN as a dash. */
export function formatMetric(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 100_000 || size < 0.0001) return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
}

/** 0.4567 as "45.7"; AP is read in hundredths. */
export function formatPercentage(fraction: number | null | undefined): string {
  return fraction === null || fraction === undefined || Number.isNaN(fraction) ? "–" : (fraction * 100).toFixed(1);
}

/** Bytes in binary units: 1536 as "1.5 KiB". */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

const DIGITS_MOST = 17;

/** The labels of ticks: as `format` gives them, or in more digits where that would make two of them alike. */
export function tickLabels(ticks: readonly number[], format: (value: number) => string): string[] {
  const areDistinct = (labels: readonly string[]) => new Set(labels).size === labels.length;
  let labels = ticks.map(format);
  for (let digits = 5; digits <= DIGITS_MOST && !areDistinct(labels); digits++) {
    labels = ticks.map((tick) => String(Number(tick.toPrecision(digits))));
  }
  return labels;
}

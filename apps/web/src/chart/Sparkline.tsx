/** A curve the size of a word, without axes; for tables. Gaps are left out. */
export function Sparkline({
  values,
  color,
  width = 88,
  height = 22,
}: {
  values: readonly (number | null)[];
  color: string;
  width?: number;
  height?: number;
}) {
  const points = values.flatMap((value, i) => (value === null || !Number.isFinite(value) ? [] : [[i, value] as const]));
  if (points.length < 2) return <svg width={width} height={height} aria-hidden="true" />;
  const all = points.map(([, value]) => value);
  const min = Math.min(...all);
  const span = Math.max(...all) - min || 1;
  const path = points
    .map(([i, value], at) => {
      const x = 1 + (i / (values.length - 1)) * (width - 2);
      const y = 2 + (1 - (value - min) / span) * (height - 4);
      return `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
  return (
    <svg width={width} height={height} aria-hidden="true">
      <path d={path} fill="none" stroke={color} strokeWidth="1.4" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  );
}

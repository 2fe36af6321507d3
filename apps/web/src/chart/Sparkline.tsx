import { sparklinePath } from "./sparklinePath.ts";

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
  const path = sparklinePath(values, { width, height });
  return (
    <svg width={width} height={height} aria-hidden="true">
      {path === "" ? null : (
        <path d={path} fill="none" stroke={color} strokeWidth="1.4" strokeLinejoin="round" strokeLinecap="round" />
      )}
    </svg>
  );
}

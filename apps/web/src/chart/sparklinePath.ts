import { axisScale } from "./axisScale.ts";
import { LEVEL_BELOW } from "./drawnCurves.ts";
import { finiteStretches } from "./finiteStretches.ts";

const MARGIN_X = 1;
const MARGIN_Y = 2;

/** A curve as the path of an SVG. Gaps are left out; a point alone between them is a line of no length, which round ends make a dot. */
export function sparklinePath(
  values: readonly (number | null)[],
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const finite = values.filter((value) => value !== null && Number.isFinite(value)) as number[];
  const [first] = finite;
  if (first === undefined) return "";
  const from = finite.reduce((least, value) => Math.min(least, value), first);
  const to = finite.reduce((most, value) => Math.max(most, value), first);
  const { place } = axisScale({ from, to }, { leastSpan: LEVEL_BELOW });
  const point = (index: number) => {
    const across = values.length === 1 ? 0.5 : index / (values.length - 1);
    const x = MARGIN_X + across * (width - 2 * MARGIN_X);
    const y = MARGIN_Y + (1 - place(values[index] as number)) * (height - 2 * MARGIN_Y);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  return finiteStretches(values)
    .map(({ first: start, last }) => {
      if (start === last) return `M${point(start)}h0`;
      return `M${Array.from({ length: last - start + 1 }, (_, index) => point(start + index)).join("L")}`;
    })
    .join("");
}

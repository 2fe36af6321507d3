import type { PointPx } from "../editing/editShape.ts";

/** Where the keyboard points: a cross in white on black, to be seen on any image. */
export function StageCursor({ at, scale }: { readonly at: PointPx; readonly scale: number }) {
  const arm = 11 / scale;
  const cross = `M${at.x - arm} ${at.y}H${at.x + arm}M${at.x} ${at.y - arm}V${at.y + arm}`;
  return (
    <g pointerEvents="none" data-testid="stage-cursor">
      <path d={cross} stroke="#000" strokeWidth={4 / scale} strokeLinecap="round" />
      <path d={cross} stroke="#fff" strokeWidth={1.75 / scale} strokeLinecap="round" />
    </g>
  );
}

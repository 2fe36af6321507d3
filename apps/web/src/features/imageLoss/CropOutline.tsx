import type { SampleWindow } from "@maskyard/annotations";
import classes from "./CropOutline.module.css";

/** Over the whole picture: the part of it that a training step saw; nothing where it saw all. */
export function CropOutline({ window }: { window: SampleWindow }) {
  const { scaledWidthPx, scaledHeightPx, leftPx, topPx } = window;
  const widthPx = Math.min(window.widthPx, scaledWidthPx - leftPx);
  const heightPx = Math.min(window.heightPx, scaledHeightPx - topPx);
  if (widthPx === scaledWidthPx && heightPx === scaledHeightPx) return null;
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return (
    <div
      role="img"
      aria-label="The part of the image that was trained on"
      className={classes.outline}
      style={{
        left: percent(leftPx, scaledWidthPx),
        top: percent(topPx, scaledHeightPx),
        width: percent(widthPx, scaledWidthPx),
        height: percent(heightPx, scaledHeightPx),
      }}
    />
  );
}

import { maskPathData } from "./maskPathData.ts";
import type { MaskInstance, MaskStyle, MaskView } from "./types.ts";

const LABEL_FONT = "500 11px ui-sans-serif, system-ui, sans-serif";
const LABEL_HEIGHT_PX = 16;

/**
 * Draws instances over an image.
 *
 * @param context scaled so that one unit is one CSS pixel.
 * @param view from image pixels to CSS pixels.
 * @param activeId this instance is drawn stronger, the others fainter.
 */
export function drawMasks(
  context: CanvasRenderingContext2D,
  instances: readonly MaskInstance[],
  view: MaskView,
  style: MaskStyle,
  activeId: string | null = null,
): void {
  // Large ones first, so that a small instance in front of a large one stays visible and legible.
  const ordered = [...instances].sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
  for (const instance of ordered) drawShape(context, instance, view, style, emphasisOf(instance, activeId));
  if (style.labels) for (const instance of ordered) drawLabel(context, instance, view);
}

function emphasisOf(instance: MaskInstance, activeId: string | null): number {
  if (activeId === null) return 1;
  return instance.id === activeId ? 1.5 : 0.35;
}

function drawShape(
  context: CanvasRenderingContext2D,
  { geometry, box, color }: MaskInstance,
  { scale, offsetX, offsetY }: MaskView,
  style: MaskStyle,
  emphasis: number,
): void {
  context.save();
  context.translate(offsetX, offsetY);
  context.scale(scale, scale);
  context.fillStyle = color;
  context.strokeStyle = color;
  context.lineJoin = "round";
  if (style.masks && geometry.kind !== "BOX") {
    for (const data of maskPathData(geometry, box)) {
      const path = new Path2D(data);
      context.globalAlpha = Math.min(1, style.opacity * emphasis);
      context.fill(path, "evenodd");
      context.globalAlpha = Math.min(1, 0.9 * emphasis);
      context.lineWidth = 1.25 / scale;
      context.stroke(path);
    }
  }
  if (style.boxes || (style.masks && geometry.kind === "BOX")) {
    context.globalAlpha = Math.min(1, 0.85 * emphasis);
    context.lineWidth = 1.25 / scale;
    if (geometry.kind !== "BOX") context.setLineDash([4 / scale, 3 / scale]);
    context.strokeRect(box.x, box.y, box.width, box.height);
  }
  context.restore();
}

function drawLabel(context: CanvasRenderingContext2D, instance: MaskInstance, view: MaskView): void {
  const left = Math.max(0, instance.box.x * view.scale + view.offsetX);
  const top = Math.max(0, instance.box.y * view.scale + view.offsetY - LABEL_HEIGHT_PX);
  context.save();
  context.font = LABEL_FONT;
  context.textBaseline = "middle";
  const width = context.measureText(instance.label).width + 8;
  context.globalAlpha = 0.92;
  context.fillStyle = instance.color;
  context.fillRect(left, top, width, LABEL_HEIGHT_PX);
  context.globalAlpha = 1;
  context.fillStyle = readableOn(instance.color);
  context.fillText(instance.label, left + 4, top + LABEL_HEIGHT_PX / 2 + 0.5);
  context.restore();
}

/** Black or white, whichever reads better on "#rrggbb" (relative luminance of WCAG 2). */
export function readableOn(color: string): string {
  const channels = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * (channels[0] ?? 0) + 0.7152 * (channels[1] ?? 0) + 0.0722 * (channels[2] ?? 0);
  return luminance > 0.3 ? "#10131a" : "#ffffff";
}

import type { MaskView } from "./types.ts";

/**
 * The view that shows an image in a frame: `cover` fills the frame and cuts what stands out, `contain` shows all of it.
 * Both are centred, as CSS object-fit does.
 */
export function fitView(
  image: { readonly widthPx: number; readonly heightPx: number },
  frame: { readonly width: number; readonly height: number },
  fit: "cover" | "contain",
): MaskView {
  const horizontal = frame.width / image.widthPx;
  const vertical = frame.height / image.heightPx;
  const scale = fit === "cover" ? Math.max(horizontal, vertical) : Math.min(horizontal, vertical);
  return {
    scale,
    offsetX: (frame.width - image.widthPx * scale) / 2,
    offsetY: (frame.height - image.heightPx * scale) / 2,
  };
}

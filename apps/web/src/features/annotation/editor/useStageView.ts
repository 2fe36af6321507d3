"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { fitView } from "../../../mask/fitView.ts";
import type { MaskView } from "../../../mask/types.ts";
import type { ImageSizePx, PointPx } from "../editing/editShape.ts";

const SCALE_MOST = 40;
const MARGIN_PX = 24;

/** The view scaled by a factor about a point of the stage, which stays where it is. */
export function zoomAbout(view: MaskView, factor: number, at: PointPx, scaleLeast: number): MaskView {
  const scale = Math.min(SCALE_MOST, Math.max(scaleLeast, view.scale * factor));
  const ratio = scale / view.scale;
  return { scale, offsetX: at.x - (at.x - view.offsetX) * ratio, offsetY: at.y - (at.y - view.offsetY) * ratio };
}

/** Pan and zoom of an image in a stage. The image is fitted at first and whenever the stage changes its size untouched. */
export function useStageView(stage: RefObject<HTMLElement | null>, image: ImageSizePx) {
  const { widthPx, heightPx } = image;
  const [view, setView] = useState<MaskView>({ scale: 1, offsetX: 0, offsetY: 0 });
  const touched = useRef(false);

  const fitted = useCallback((): MaskView | null => {
    const box = stage.current;
    if (!box || box.clientWidth === 0) return null;
    const frame = { width: box.clientWidth - 2 * MARGIN_PX, height: box.clientHeight - 2 * MARGIN_PX };
    const inner = fitView({ widthPx, heightPx }, frame, "contain");
    return { scale: inner.scale, offsetX: inner.offsetX + MARGIN_PX, offsetY: inner.offsetY + MARGIN_PX };
  }, [stage, widthPx, heightPx]);

  const fit = useCallback(() => {
    touched.current = false;
    const next = fitted();
    if (next) setView(next);
  }, [fitted]);

  const zoom = useCallback(
    (factor: number, at?: PointPx) => {
      const box = stage.current;
      if (!box) return;
      touched.current = true;
      const least = (fitted()?.scale ?? 0.1) / 2;
      const centre = at ?? { x: box.clientWidth / 2, y: box.clientHeight / 2 };
      setView((before) => zoomAbout(before, factor, centre, least));
    },
    [stage, fitted],
  );

  const pan = useCallback((dx: number, dy: number) => {
    touched.current = true;
    setView((before) => ({ ...before, offsetX: before.offsetX + dx, offsetY: before.offsetY + dy }));
  }, []);

  useEffect(() => {
    const box = stage.current;
    if (!box) return;
    fit();
    const observer = new ResizeObserver(() => {
      if (!touched.current) fit();
    });
    observer.observe(box);
    // React listens passively to wheels; zooming must keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const bounds = box.getBoundingClientRect();
      const at = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
      zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), at);
    };
    box.addEventListener("wheel", onWheel, { passive: false });
    return () => {
      observer.disconnect();
      box.removeEventListener("wheel", onWheel);
    };
  }, [stage, fit, zoom]);

  return { view, fit, zoom, pan };
}

"use client";

import { useEffect, useRef } from "react";
import { drawMasks } from "./drawMasks.ts";
import classes from "./MaskCanvas.module.css";
import type { MaskInstance, MaskStyle, MaskView } from "./types.ts";

interface MaskCanvasProps {
  readonly instances: readonly MaskInstance[];
  readonly style: MaskStyle;
  readonly view: MaskView;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly activeId?: string | null;
}

/** A transparent layer over an image with its instances drawn on it; it takes no pointer. */
export function MaskCanvas({ instances, style, view, width, height, activeId = null }: MaskCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const { scale, offsetX, offsetY } = view;
  const { masks, boxes, labels, opacity } = style;

  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext("2d");
    if (!canvas || !context || width === 0 || height === 0) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawMasks(context, instances, { scale, offsetX, offsetY }, { masks, boxes, labels, opacity }, activeId);
  }, [instances, masks, boxes, labels, opacity, scale, offsetX, offsetY, width, height, activeId]);

  return <canvas ref={ref} className={classes.canvas} style={{ width, height }} />;
}

"use client";

import { useElementSize } from "@mantine/hooks";
import { type Augmentation, sampleFrame } from "@maskyard/annotations";
import { useEffect, useMemo, useRef, useState } from "react";
import { fitView } from "../../mask/fitView.ts";
import { MaskCanvas } from "../../mask/MaskCanvas.tsx";
import type { MaskInstance, MaskStyle } from "../../mask/types.ts";
import classes from "./AugmentedImage.module.css";
import { drawSample } from "./drawSample.ts";
import { instanceInSample } from "./instanceInSample.ts";

interface AugmentedImageProps {
  readonly image: {
    readonly fileName: string;
    readonly widthPx: number;
    readonly heightPx: number;
    readonly thumbnailUrl: string;
    readonly largeThumbnailUrl: string;
  };
  readonly augmentation: Augmentation;
  readonly instances: readonly MaskInstance[];
  readonly style: MaskStyle;
}

/** Where less than this part of the picture's width or height is seen, the larger thumbnail is worth its bytes. */
const SMALL_PART = 0.6;

/** An image as a training step saw it, with its masks moved likewise; as wide as its place. */
export function AugmentedImage({ image, augmentation, instances, style }: AugmentedImageProps) {
  const { ref, width, height } = useElementSize();
  const canvasRef = useRef<HTMLCanvasElement>(null);
  // A new object each time, so that the same element with another source is drawn from again.
  const [loaded, setLoaded] = useState<{ readonly picture: HTMLImageElement } | null>(null);
  const frame = useMemo(() => sampleFrame(augmentation, image), [augmentation, image]);
  const seen = useMemo(() => instances.flatMap((one) => instanceInSample(one, frame) ?? []), [instances, frame]);
  const { window: part } = augmentation;
  const isSmallPart =
    part !== null && Math.min(part.widthPx / part.scaledWidthPx, part.heightPx / part.scaledHeightPx) < SMALL_PART;

  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext("2d", { willReadFrequently: true });
    if (!canvas || !context || !loaded || width === 0) return;
    // No finer than the step's own pixels: what it could not see is not shown.
    const scale = Math.min(1, (width * (window.devicePixelRatio || 1)) / frame.widthPx);
    canvas.width = Math.max(1, Math.round(frame.widthPx * scale));
    canvas.height = Math.max(1, Math.round(frame.heightPx * scale));
    drawSample(context, loaded.picture, image, augmentation);
  }, [loaded, width, frame, image, augmentation]);

  return (
    <div ref={ref} className={classes.frame} style={{ aspectRatio: `${frame.widthPx} / ${frame.heightPx}` }}>
      {/* Loads when it comes into sight and is then drawn from; until then, and where it cannot be read, its name is what is seen. */}
      {/* biome-ignore lint/performance/noImgElement: the API makes the sizes itself */}
      <img
        src={isSmallPart ? image.largeThumbnailUrl : image.thumbnailUrl}
        alt={`${image.fileName}, as trained`}
        loading="lazy"
        data-drawn={loaded !== null || undefined}
        onLoad={(event) => setLoaded({ picture: event.currentTarget })}
      />
      <canvas ref={canvasRef} className={classes.picture} aria-hidden />
      {width > 0 && loaded ? (
        <MaskCanvas
          instances={seen}
          style={style}
          view={fitView(frame, { width, height }, "contain")}
          width={width}
          height={height}
        />
      ) : null}
    </div>
  );
}

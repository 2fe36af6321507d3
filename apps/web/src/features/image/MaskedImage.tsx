"use client";

import { useElementSize } from "@mantine/hooks";
import type { ReactNode } from "react";
import { fitView } from "../../mask/fitView.ts";
import { MaskCanvas } from "../../mask/MaskCanvas.tsx";
import type { MaskInstance, MaskStyle } from "../../mask/types.ts";
import classes from "./MaskedImage.module.css";

interface MaskedImageProps {
  readonly image: {
    readonly fileName: string;
    readonly widthPx: number;
    readonly heightPx: number;
    readonly thumbnailUrl: string;
  };
  readonly instances: readonly MaskInstance[];
  readonly style: MaskStyle;
  readonly caption?: string;
  readonly loading?: boolean;
  /** Lies over the image. */
  readonly children?: ReactNode;
}

/** An image as wide as its place, in its own proportions, with instances drawn over it. */
export function MaskedImage({ image, instances, style, caption, loading = false, children }: MaskedImageProps) {
  const { ref, width, height } = useElementSize();
  return (
    <figure className={classes.figure}>
      <div
        ref={ref}
        className={classes.frame}
        data-loading={loading || undefined}
        style={{ aspectRatio: `${image.widthPx} / ${image.heightPx}` }}
      >
        {/* biome-ignore lint/performance/noImgElement: the API makes the sizes itself */}
        <img src={image.thumbnailUrl} alt={caption ? `${image.fileName}, ${caption}` : image.fileName} loading="lazy" />
        {width > 0 ? (
          <MaskCanvas
            instances={instances}
            style={style}
            view={fitView(image, { width, height }, "contain")}
            width={width}
            height={height}
          />
        ) : null}
        {children}
      </div>
      {caption ? <figcaption>{caption}</figcaption> : null}
    </figure>
  );
}

import { IconCheck } from "@tabler/icons-react";
import { memo, useMemo } from "react";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { fitView } from "../../mask/fitView.ts";
import { MaskCanvas } from "../../mask/MaskCanvas.tsx";
import type { MaskStyle } from "../../mask/types.ts";
import { PageLink } from "../../url/PageLink.tsx";
import { type AnnotationShape, annotationInstance } from "../annotation/annotationFragments.ts";
import classes from "./ImageTile.module.css";

export const imageTileFragment = graphql(`
  fragment ImageTile on Image {
    id
    fileName
    widthPx
    heightPx
    annotationCount
    tags
    smallThumbnailUrl: thumbnailUrl(maxSidePx: 320)
    largeThumbnailUrl: thumbnailUrl(maxSidePx: 640)
  }
`);

interface ImageTileProps {
  readonly image: FragmentOf<typeof imageTileFragment>;
  /** Read after the thumbnails; undefined until then. */
  readonly annotations: readonly AnnotationShape[] | undefined;
  /** Its place in the list, from 0. */
  readonly index: number;
  /** The image's page. */
  readonly href: string;
  readonly width: number;
  readonly height: number;
  readonly maskStyle: MaskStyle;
  /** Instances of other categories are drawn fainter when one is filtered for. */
  readonly categoryId: string | null;
  readonly selected: boolean;
  /** With the shift key, everything from the last one chosen to this one. */
  readonly onSelect: (index: number, isRange: boolean) => void;
}

const TAGS_SHOWN = 3;

/** A thumbnail that fills its tile, with the image's instances drawn over it. */
export const ImageTile = memo(function ImageTile(props: ImageTileProps) {
  const { annotations, index, href, width, height, maskStyle, categoryId, selected, onSelect } = props;
  const image = readFragment(imageTileFragment, props.image);
  const instances = useMemo(
    () =>
      (annotations ?? [])
        .filter((annotation) => categoryId === null || annotation.category.id === categoryId)
        .map(annotationInstance),
    [annotations, categoryId],
  );
  const view = fitView(image, { width, height }, "cover");
  const shownSidePx = Math.max(image.widthPx, image.heightPx) * view.scale;
  const large = shownSidePx * (globalThis.devicePixelRatio || 1) > 360;
  const count = image.annotationCount;
  return (
    <div className={classes.tile} style={{ width, height }} data-selected={selected || undefined}>
      <PageLink
        href={href}
        className={classes.link ?? ""}
        aria-label={`${image.fileName}, ${count === 1 ? "1 annotation" : `${count} annotations`}`}
      >
        {/* biome-ignore lint/performance/noImgElement: the API makes the sizes itself */}
        <img src={large ? image.largeThumbnailUrl : image.smallThumbnailUrl} alt="" loading="lazy" decoding="async" />
        <MaskCanvas instances={instances} style={maskStyle} view={view} width={width} height={height} />
        {image.tags.length > 0 ? (
          <span className={classes.tags} title={image.tags.join(", ")}>
            {image.tags.slice(0, TAGS_SHOWN).map((tag) => (
              <span key={tag}>{tag}</span>
            ))}
            {image.tags.length > TAGS_SHOWN ? <span>+{image.tags.length - TAGS_SHOWN}</span> : null}
          </span>
        ) : null}
        <span className={classes.caption}>
          <span className={classes.name}>{image.fileName}</span>
          <span className="tabular">{count}</span>
        </span>
      </PageLink>
      <button
        type="button"
        className={classes.select}
        aria-pressed={selected}
        aria-label={`Select ${image.fileName}`}
        onClick={(event) => onSelect(index, event.shiftKey)}
      >
        {selected ? <IconCheck size={14} stroke={3} aria-hidden /> : null}
      </button>
    </div>
  );
});

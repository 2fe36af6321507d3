import { memo } from "react";
import { readableOn } from "../../../mask/drawMasks.ts";
import { boxPathData, maskPathData, ringPathData } from "../../../mask/maskPathData.ts";
import type { MaskStyle } from "../../../mask/types.ts";
import { type EditableShape, shapeBox } from "../editing/editShape.ts";
import type { ShownAnnotation } from "../editing/shownAnnotations.ts";
import classes from "./ImageStage.module.css";

interface StageShapeProps {
  readonly annotation: ShownAnnotation;
  /** Drawn instead of the stored geometry while it is being changed. */
  readonly shape: EditableShape | null;
  readonly style: MaskStyle;
  readonly scale: number;
  readonly selected: boolean;
  readonly hovered: boolean;
  readonly dimmed: boolean;
  readonly onHover: (id: string | null) => void;
}

/** One annotation on the stage, in image pixels. */
export const StageShape = memo(function StageShape(props: StageShapeProps) {
  const { annotation, shape, style, scale, selected, hovered, dimmed, onHover } = props;
  const { color, name } = annotation.category;
  const box = shape ? shapeBox(shape) : annotation.box;
  const isBox = annotation.geometry.kind === "BOX";
  const paths = shape ? shapePaths(shape) : maskPathData(annotation.geometry, annotation.box);
  const strong = selected || hovered;
  const fill = isBox
    ? strong
      ? 0.12
      : 0
    : style.masks || strong
      ? style.opacity * (dimmed ? 0.4 : 1) + (strong ? 0.12 : 0)
      : 0;
  const visible = style.masks || strong || (isBox && style.boxes);
  const showLabel = style.labels || strong;
  const labelHeight = 17 / scale;

  return (
    <g
      className={classes.shape}
      data-annotation={annotation.id}
      onPointerEnter={() => onHover(annotation.id)}
      onPointerLeave={() => onHover(null)}
    >
      {paths.map((d, i) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity
          key={i}
          d={d}
          fill={color}
          fillOpacity={visible ? fill : 0}
          fillRule="evenodd"
          stroke={color}
          strokeOpacity={visible ? (dimmed ? 0.45 : 1) : 0}
          strokeWidth={(strong ? 2.25 : 1.5) / scale}
          strokeLinejoin="round"
          strokeDasharray={annotation.revision > 0 ? undefined : `${5 / scale} ${3 / scale}`}
          pointerEvents={visible ? "all" : "none"}
        />
      ))}
      {style.boxes && !isBox ? (
        <path
          d={boxPathData(box)}
          fill="none"
          stroke={color}
          strokeOpacity={dimmed ? 0.4 : 0.85}
          strokeWidth={1.25 / scale}
          strokeDasharray={`${4 / scale} ${3 / scale}`}
          pointerEvents="none"
        />
      ) : null}
      {showLabel ? (
        <g transform={`translate(${box.x} ${box.y - labelHeight})`} opacity={dimmed ? 0.5 : 1} pointerEvents="none">
          <rect width={(name.length * 6.4 + 10) / scale} height={labelHeight} fill={color} rx={2 / scale} />
          <text
            x={5 / scale}
            y={labelHeight * 0.72}
            fontSize={11 / scale}
            fill={readableOn(color)}
            className={classes.label}
          >
            {name}
          </text>
        </g>
      ) : null}
    </g>
  );
});

/** SVG path data of a shape being edited, one path per part. */
function shapePaths(shape: EditableShape): readonly string[] {
  if (shape.kind === "BOX") return [boxPathData(shape.box)];
  return shape.parts.map(({ outer, holes }) => [outer, ...holes].map(ringPathData).join(""));
}

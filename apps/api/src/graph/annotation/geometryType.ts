import type { BoxXywhPx, Geometry, PolygonPart, Rle } from "@maskyard/annotations";
import { builder } from "../builder/builder.ts";

export interface BoxPx {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface BoxColumns {
  readonly boxX: number;
  readonly boxY: number;
  readonly boxWidth: number;
  readonly boxHeight: number;
}

export function boxFromColumns(row: BoxColumns): BoxPx {
  return { x: row.boxX, y: row.boxY, width: row.boxWidth, height: row.boxHeight };
}

export function boxColumns([boxX, boxY, boxWidth, boxHeight]: BoxXywhPx): BoxColumns {
  return { boxX, boxY, boxWidth, boxHeight };
}

export const Box = builder.objectRef<BoxPx>("Box").implement({
  description: "Top-left corner and size in upright image pixels.",
  fields: (t) => ({
    x: t.exposeFloat("x"),
    y: t.exposeFloat("y"),
    width: t.exposeFloat("width"),
    height: t.exposeFloat("height"),
  }),
});

const PolygonPartType = builder.objectRef<PolygonPart>("PolygonPart").implement({
  description: "A ring is a flat list x0,y0,x1,y1,… in upright image pixels.",
  fields: (t) => ({
    outer: t.floatList({ complexity: 1, resolve: (part) => [...part.outer] }),
    holes: t.field({
      type: t.listRef(t.listRef("Float")),
      complexity: 1,
      resolve: (part) => part.holes.map((hole) => [...hole]),
    }),
  }),
});

const RleType = builder.objectRef<Rle>("Rle").implement({
  description: "COCO run-length code: column-major, zeros first, compressed string.",
  fields: (t) => ({
    heightPx: t.int({ resolve: (rle) => rle.size[0] }),
    widthPx: t.int({ resolve: (rle) => rle.size[1] }),
    counts: t.exposeString("counts"),
  }),
});

const GeometryKind = builder.enumType("GeometryKind", { values: ["POLYGON", "RLE", "BOX"] as const });

export const GeometryType = builder.objectRef<Geometry>("Geometry").implement({
  description: "The shape of an instance; a box has neither parts nor rle.",
  fields: (t) => ({
    kind: t.field({
      type: GeometryKind,
      resolve: (geometry) => (geometry.type === "polygon" ? "POLYGON" : geometry.type === "rle" ? "RLE" : "BOX"),
    }),
    parts: t.field({
      type: [PolygonPartType],
      description: "Their union is the shape.",
      complexity: { field: 1, multiplier: 1 },
      resolve: (geometry) => (geometry.type === "polygon" ? [...geometry.parts] : []),
    }),
    rle: t.field({
      type: RleType,
      nullable: true,
      resolve: (geometry) => (geometry.type === "rle" ? geometry.rle : null),
    }),
  }),
});

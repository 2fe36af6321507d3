/** Flat x0,y0,x1,y1,… in upright image pixels. */
export type Ring = readonly number[];

/** A geometry as the graph gives it. */
export interface MaskGeometry {
  readonly kind: "POLYGON" | "RLE" | "BOX";
  readonly parts: readonly { readonly outer: Ring; readonly holes: readonly Ring[] }[];
  readonly rle: { readonly heightPx: number; readonly widthPx: number; readonly counts: string } | null;
}

/** Upright image pixels. */
export interface BoxPx {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One instance to draw: a category's colour over a geometry. */
export interface MaskInstance {
  readonly id: string;
  readonly geometry: MaskGeometry;
  readonly box: BoxPx;
  readonly color: string;
  readonly label: string;
}

/** What is drawn of each instance. `opacity` is the masks' filling, 0 to 1. */
export interface MaskStyle {
  readonly masks: boolean;
  readonly boxes: boolean;
  readonly labels: boolean;
  readonly opacity: number;
}

/** From image pixels to the pixels drawn on: `x * scale + offsetX`. */
export interface MaskView {
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

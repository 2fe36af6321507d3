/** Pixels of the picture: x to the right, y down, origin at the top-left corner of the top-left pixel. */
export type PointPx = readonly [x: number, y: number];

/** Metres in the street's frame: along the street, across it to the right, up from the road. */
export type PointM = readonly [along: number, across: number, up: number];

import { type BoxXywhPx, clipToImage, type Geometry, type SampleFrame } from "@maskyard/annotations";
import { partsFromRle } from "../../mask/partsFromRle.ts";
import type { MaskInstance, Ring } from "../../mask/types.ts";

/** An instance of an image as it lies in what a step saw of the image, in the sample's pixels; null where nothing of it was seen. */
export function instanceInSample(instance: MaskInstance, frame: SampleFrame): MaskInstance | null {
  const { geometry, box } = instance;
  const rle = geometry.kind === "RLE" ? geometry.rle : null;
  const moved: Geometry =
    geometry.kind === "BOX"
      ? { type: "box" }
      : {
          type: "polygon",
          parts: (rle ? partsFromRle(rle) : geometry.parts).map(({ outer, holes }) => ({
            outer: moveRing(outer, frame),
            holes: holes.map((hole) => moveRing(hole, frame)),
          })),
        };
  const [x1, y1, x2, y2] = moveRing([box.x, box.y, box.x + box.width, box.y + box.height], frame) as [
    number,
    number,
    number,
    number,
  ];
  const movedBox: BoxXywhPx = [Math.min(x1, x2), y1, Math.abs(x2 - x1), y2 - y1];
  const seen = clipToImage(moved, movedBox, frame.heightPx, frame.widthPx);
  if (seen === null) return null;
  const [x, y, width, height] = seen.boxXywhPx;
  return {
    ...instance,
    geometry: {
      kind: seen.geometry.type === "polygon" ? "POLYGON" : "BOX",
      parts: seen.geometry.type === "polygon" ? seen.geometry.parts : [],
      rle: null,
    },
    box: { x, y, width, height },
  };
}

function moveRing(ring: Ring, { scaleX, scaleY, offsetX, offsetY }: SampleFrame): number[] {
  return ring.map((value, at) => (at % 2 === 0 ? value * scaleX + offsetX : value * scaleY + offsetY));
}

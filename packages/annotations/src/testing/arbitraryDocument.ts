import fc from "fast-check";
import type { BoxXywhPx, DocumentAnnotation, DocumentImage, Geometry } from "../document/types.ts";
import type { WritableDocument } from "../formats/writing/OutputFile.ts";
import { geometryAreaPx } from "../geometry/geometryAreaPx.ts";
import { geometryBoxXywhPx } from "../geometry/geometryBoxXywhPx.ts";
import { ringAreaPx } from "../geometry/ringAreaPx.ts";
import { rleFromMaskRowMajor } from "../geometry/rle.ts";

const WIDTH_PX = 40;
const HEIGHT_PX = 30;

const coordinate = (max: number) =>
  fc.oneof(
    fc.integer({ min: 0, max }),
    fc.double({ min: 0, max, noNaN: true }).map((value) => Math.round(value * 1000) / 1000),
  );
const point = fc.tuple(coordinate(WIDTH_PX), coordinate(HEIGHT_PX));
const ring = fc
  .array(point, { minLength: 3, maxLength: 7 })
  .map((points) => points.flat())
  .filter((one) => ringAreaPx(one) > 1 && (one[0] !== one.at(-2) || one[1] !== one.at(-1)));

const polygon: fc.Arbitrary<Geometry> = fc
  .array(
    fc.record({
      outer: ring,
      holes: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.array(ring, { maxLength: 1 })),
    }),
    {
      minLength: 1,
      maxLength: 2,
    },
  )
  .map((parts) => ({ type: "polygon", parts }));
const mask: fc.Arbitrary<Geometry> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: WIDTH_PX - 4 }), fc.integer({ min: 0, max: HEIGHT_PX - 4 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((corners) => {
    const pixels = new Uint8Array(WIDTH_PX * HEIGHT_PX);
    for (const [x, y] of corners)
      for (let dy = 0; dy < 3; dy++) pixels.fill(1, (y + dy) * WIDTH_PX + x, (y + dy) * WIDTH_PX + x + 4);
    return { type: "rle", rle: rleFromMaskRowMajor(pixels, HEIGHT_PX, WIDTH_PX) };
  });
const box: fc.Arbitrary<BoxXywhPx> = fc
  .tuple(
    coordinate(WIDTH_PX - 2),
    coordinate(HEIGHT_PX - 2),
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 30 }),
  )
  .map(([x, y, width, height]) => [x, y, Math.min(width, WIDTH_PX - x), Math.min(height, HEIGHT_PX - y)]);

const LABELS = ["car", "sign board", 'sign, board & "arrow" <left>', "🚗 größer", "a:b"];

const annotation = fc
  .tuple(
    fc.constantFrom(...LABELS),
    fc.oneof(polygon, mask, fc.constant<Geometry>({ type: "box" })),
    box,
    fc.integer({ min: 0, max: 9 }),
  )
  .map(([categoryName, geometry, boxXywhPx, dice]): Omit<DocumentAnnotation, "key"> => {
    const own = geometryBoxXywhPx(geometry) ?? boxXywhPx;
    const areaPx = geometryAreaPx(geometry, own);
    return { categoryName, geometry, boxXywhPx: own, areaPx, isCrowd: dice === 0, raw: null };
  })
  .filter(({ areaPx }) => areaPx > 0);

const image = fc.record({
  fileName: fc.constantFrom(
    "a.jpg",
    "b.c.jpg",
    "a.png",
    "train/a.jpg",
    "images/val/x y.jpg",
    "..\\..\\evil.jpg",
    "🌍.webp",
    "A.JPG",
  ),
  subset: fc.constantFrom(null, "train", "val", "test"),
  annotations: fc.array(annotation, { maxLength: 5 }),
});

/** Documents of every kind of shape, label and file name that tools have brought. */
export const arbitraryDocument: fc.Arbitrary<WritableDocument> = fc
  .array(image, { minLength: 1, maxLength: 4 })
  .map((images) => ({
    categories: LABELS.map((name) => ({ name, sourceId: null })),
    images: images.map(
      (one, i): DocumentImage => ({
        ...one,
        key: `image ${i}`,
        matchedPath: null,
        widthPx: WIDTH_PX,
        heightPx: HEIGHT_PX,
        annotations: one.annotations.map((each, j) => ({ ...each, key: `image ${i} annotation ${j}` })),
      }),
    ),
  }));

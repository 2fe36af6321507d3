import { type Geometry, maskRowMajorFromRle, orientShape, rleFromMaskRowMajor } from "@maskyard/annotations";
import sharp from "sharp";
import { expect, test } from "vitest";

const stored = { widthPx: 5, heightPx: 3 };

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  "orientation %i moves masks and boxes as it moves the picture",
  async (orientation) => {
    // One white pixel at column 1, row 2 of a 5 x 3 picture; libvips turns it upright by its EXIF orientation.
    const mask = new Uint8Array(15);
    mask[2 * 5 + 1] = 1;
    const picture = await sharp(Buffer.from(mask.map((value) => value * 255)), {
      raw: { width: 5, height: 3, channels: 1 },
    })
      .withMetadata({ orientation })
      .png()
      .toBuffer();
    const { data, info } = await sharp(picture).rotate().greyscale().raw().toBuffer({ resolveWithObject: true });
    const expected = [...data].map((value) => (value > 127 ? 1 : 0));

    const geometry: Geometry = { type: "rle", rle: rleFromMaskRowMajor(mask, 3, 5) };
    const turned = orientShape({ geometry, boxXywhPx: [1, 2, 1, 1] }, stored, orientation);
    if (turned.geometry.type !== "rle") {
      throw new Error("expected run lengths");
    }
    expect(turned.geometry.rle.size).toEqual([info.height, info.width]);
    expect([...maskRowMajorFromRle(turned.geometry.rle)]).toEqual(expected);

    const at = expected.indexOf(1);
    const box = orientShape({ geometry: { type: "box" }, boxXywhPx: [1, 2, 1, 1] }, stored, orientation).boxXywhPx;
    expect(box).toEqual([at % info.width, Math.floor(at / info.width), 1, 1]);
  },
);

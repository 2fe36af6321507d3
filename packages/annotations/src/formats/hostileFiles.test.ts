import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnnotationDocument, FormatName } from "../document/types.ts";
import { maskFromGeometry } from "../geometry/maskFromGeometry.ts";
import { parseAnnotations } from "./parseAnnotations.ts";
import { FormatError } from "./reading/FormatError.ts";

/** Values that files really hold in place of the right ones, and some that they never should. */
const oddity = fc.oneof(
  fc.constantFrom<unknown>(
    { toString: null },
    { a: { toString: null } },
    null,
    true,
    "",
    "0",
    "-1",
    "x",
    0,
    -0,
    1,
    -1,
    1.5,
    1e300,
    -1e300,
    2 ** 31,
    2 ** 53,
    "__proto__",
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const number = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: -5, max: 25 }) }, { weight: 1, arbitrary: oddity });
const or = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 8, arbitrary: arbitrary as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: oddity });

const segmentation = fc.oneof(
  fc.array(or(fc.array(number, { maxLength: 12 })), { maxLength: 3 }),
  fc.record({ size: or(fc.constant([10, 20])), counts: or(fc.array(number, { maxLength: 4 })) }),
  fc.record({ size: or(fc.constant([10, 20])), counts: or(fc.string()) }),
);
const coco = fc.record({
  images: or(
    fc.array(
      fc.record({
        id: number,
        file_name: or(fc.constantFrom("a.jpg", "b.jpg")),
        width: or(fc.constant(20)),
        height: or(fc.constant(10)),
      }),
      { maxLength: 3 },
    ),
  ),
  categories: or(fc.array(fc.record({ id: number, name: or(fc.constantFrom("car", "sign")) }), { maxLength: 3 })),
  annotations: or(
    fc.array(
      or(
        fc.record({
          id: number,
          image_id: number,
          category_id: number,
          segmentation: or(segmentation),
          bbox: or(fc.array(number, { minLength: 4, maxLength: 4 })),
          area: number,
          iscrowd: number,
        }),
      ),
      { maxLength: 6 },
    ),
  ),
});
const labelme = fc.record({
  version: oddity,
  flags: oddity,
  imagePath: or(fc.constantFrom("a.jpg", "..\\b.jpg")),
  imageData: fc.constant(null),
  imageHeight: or(fc.constant(10)),
  imageWidth: or(fc.constant(20)),
  shapes: or(
    fc.array(
      or(
        fc.record({
          label: or(fc.constantFrom("car", "sign")),
          points: or(fc.array(or(fc.tuple(number, number)), { maxLength: 5 })),
          group_id: or(fc.constantFrom(null, 0, 1)),
          shape_type: or(fc.constantFrom("polygon", "rectangle", "circle", "mask", "oriented_rectangle", "line")),
          mask: or(fc.constantFrom("iVBORw0KGgo=", "AAAA")),
        }),
      ),
      { maxLength: 6 },
    ),
  ),
});
const viaShape = fc.record({
  name: or(fc.constantFrom("rect", "polygon", "circle", "ellipse", "polyline", "point")),
  ...{
    x: number,
    y: number,
    width: number,
    height: number,
    cx: number,
    cy: number,
    r: number,
    rx: number,
    ry: number,
    theta: number,
  },
  all_points_x: or(fc.array(number, { maxLength: 5 })),
  all_points_y: or(fc.array(number, { maxLength: 5 })),
});
const viaRegion = or(
  fc.record({
    shape_attributes: or(viaShape),
    region_attributes: or(fc.dictionary(fc.constantFrom("label", "kind"), or(fc.constantFrom("car", "sign")))),
  }),
);
const via = fc.dictionary(
  fc.constantFrom("a", "b", "__proto__"),
  or(
    fc.record({
      filename: or(fc.constantFrom("a.jpg", "b.jpg")),
      file_attributes: oddity,
      regions: or(fc.oneof(fc.array(viaRegion, { maxLength: 4 }), fc.dictionary(fc.constantFrom("0", "1"), viaRegion))),
    }),
  ),
);
const labelStudioValue = fc.record(
  {
    ...{ x: number, y: number, width: number, height: number, rotation: number, radiusX: number, radiusY: number },
    points: or(fc.array(or(fc.tuple(number, number)), { maxLength: 5 })),
    closed: oddity,
    format: fc.constantFrom("rle", "x"),
    rle: or(fc.array(or(fc.integer({ min: 0, max: 255 })), { maxLength: 20 })),
    rectanglelabels: or(fc.array(or(fc.constantFrom("car", "sign")), { maxLength: 2 })),
    choices: or(fc.array(oddity, { maxLength: 1 })),
  },
  { requiredKeys: ["rectanglelabels"] },
);
const labelStudio = fc.array(
  or(
    fc.record({
      data: or(fc.record({ image: or(fc.constantFrom("/data/upload/1a2b3c4d-a.jpg", "/data/local-files/?d=b.jpg")) })),
      annotations: or(
        fc.array(
          or(
            fc.record({
              result: or(
                fc.array(
                  or(
                    fc.record({
                      id: or(fc.constantFrom("a", "b")),
                      original_width: or(fc.constant(20)),
                      original_height: or(fc.constant(10)),
                      value: or(labelStudioValue),
                    }),
                  ),
                  { maxLength: 4 },
                ),
              ),
              was_cancelled: fc.constantFrom(false, true, null),
              updated_at: oddity,
              ground_truth: oddity,
            }),
          ),
          { maxLength: 2 },
        ),
      ),
      drafts: oddity,
      predictions: oddity,
    }),
  ),
  { maxLength: 3 },
);
/** Tags and attributes of VOC and CVAT, in any order, closed or not. */
const markup = fc
  .array(
    fc.constantFrom(
      ...["<annotation>", "</annotation>", "<annotations>", "</annotations>", "<object>", "</object>", "<bndbox>"],
      ...["</bndbox>", "<name>car</name>", "<name>a & b</name>", "<filename>a.jpg</filename>", "<xmin>1</xmin>"],
      ...["<ymin>NaN</ymin>", "<ymin>2</ymin>", "<xmax>9</xmax>", "<ymax>1e300</ymax>", "<ymax>8</ymax>", "</image>"],
      ...[
        '<image id="0" name="a.jpg" width="20" height="10">',
        '<image name="b.jpg">',
        "<!DOCTYPE x>",
        "<![CDATA[x]]>",
      ],
      ...['<box label="car" xtl="1" ytl="1" xbr="5" ybr="5"/>', '<polygon label="car" points="1,1;5;x,2"/>', "&bomb;"],
      ...[
        '<mask label="car" rle="1,2" left="-1" top="0" width="2" height="2"/>',
        '<track id="0" label="car">',
        "</track>",
      ],
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(""));
const field = fc.oneof(
  number.map((value) => JSON.stringify(value)),
  fc.constantFrom("car", "a.jpg", "a, b.jpg", '"x"', ",,", "20", "10"),
);
const makesense = fc.array(fc.array(field, { minLength: 6, maxLength: 11 }), { maxLength: 6 });

/** Whatever a file holds, the parser refuses it in words or returns a document that can be trained on. */
async function expectSound(format: FormatName, path: string, text: string): Promise<void> {
  let document: AnnotationDocument;
  try {
    const files = [{ path, text: async () => text }];
    document = await parseAnnotations({ files, imagePaths: ["a.jpg", "b.jpg"], format });
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).message).not.toContain("unexpected error");
    return;
  }
  const { annotations } = document.ledger;
  expect(document.ledger.entries.filter(({ reason }) => reason.includes("unexpected error"))).toEqual([]);
  const held = document.images.flatMap((image) => image.annotations);
  expect(held.length).toBe(annotations.read - annotations.merged - annotations.dropped);
  expect(new Set(held.map((annotation) => annotation.key)).size).toBe(held.length);
  const names = new Set(document.categories.map((category) => category.name));
  for (const image of document.images) {
    for (const { categoryName, geometry, boxXywhPx, areaPx } of image.annotations) {
      expect(names.has(categoryName)).toBe(true);
      expect(boxXywhPx.every(Number.isFinite) && boxXywhPx[2] > 0 && boxXywhPx[3] > 0).toBe(true);
      expect(Number.isFinite(areaPx) && areaPx > 0).toBe(true);
      const size = [image.heightPx ?? 10, image.widthPx ?? 20] as const;
      if (geometry.type !== "rle" && size[0] * size[1] < 1e6)
        expect(maskFromGeometry(geometry, boxXywhPx, ...size).length).toBe(size[0] * size[1]);
    }
  }
}

describe("files with anything in them", () => {
  it("COCO", () =>
    fc.assert(
      fc.asyncProperty(coco, (value) => expectSound("coco", "x.json", JSON.stringify(value))),
      { numRuns: 500 },
    ));

  it("labelme", () =>
    fc.assert(
      fc.asyncProperty(labelme, (value) => expectSound("labelme", "x.json", JSON.stringify(value))),
      { numRuns: 500 },
    ));

  it("VIA", () =>
    fc.assert(
      fc.asyncProperty(via, (value) => expectSound("via", "x.json", JSON.stringify(value))),
      { numRuns: 500 },
    ));

  it("Label Studio", () =>
    fc.assert(
      fc.asyncProperty(labelStudio, (value) => expectSound("label-studio", "x.json", JSON.stringify(value))),
      { numRuns: 500 },
    ));

  it("VOC and CVAT", () =>
    fc.assert(
      fc.asyncProperty(markup, fc.constantFrom<FormatName>("voc", "cvat"), (text, format) =>
        expectSound(format, "x.xml", text),
      ),
      { numRuns: 500 },
    ));

  it("CSV", () =>
    fc.assert(
      fc.asyncProperty(
        makesense,
        fc.constantFrom("file,label,x,y,w,h,width,height,subset", "image,class,xmin,ymin,xmax,ymax"),
        (rows, header) => expectSound("csv", "x.csv", [header, ...rows.map((row) => row.join(","))].join("\n")),
      ),
      { numRuns: 500 },
    ));

  it("makesense CSV", () =>
    fc.assert(
      fc.asyncProperty(makesense, (rows) =>
        expectSound("makesense-csv", "x.csv", rows.map((row) => row.join(",")).join("\n")),
      ),
      { numRuns: 500 },
    ));

  it("any JSON and any text", () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.json(), fc.string({ unit: "binary" }), markup),
        fc.constantFrom<[FormatName, string]>(
          ["coco", "x.json"],
          ["labelme", "x.json"],
          ["makesense-csv", "x.csv"],
          ["csv", "x.csv"],
          ["via", "x.json"],
          ["via", "x.csv"],
          ["label-studio", "x.json"],
          ["voc", "x.xml"],
          ["cvat", "x.xml"],
        ),
        (text, [format, path]) => expectSound(format, path, text),
      ),
    ));
});

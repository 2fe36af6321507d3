import { describe, expect, it } from "vitest";
import type { AnnotationDocument } from "../../document/types.ts";
import { makeImport } from "../../testing/makeImport.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import { encodePng } from "../png/encodePng.ts";
import { encodeBase64 } from "../reading/encodeBase64.ts";

const IMAGES = { "left.png": [100, 80], "right.png": [60, 120] } as const;
const rectangle = (label: string) => ({ x: 10, y: 50, width: 20, height: 25, rectanglelabels: [label] });
const region = (label: string, more: object = {}) => ({
  original_width: 100,
  original_height: 80,
  value: rectangle(label),
  ...more,
});
const read = (data: object, results: object[], more: Parameters<typeof makeImport>[0] = {}) =>
  parseAnnotations({
    ...makeImport({ ...IMAGES, "tasks.json": JSON.stringify([{ data, annotations: [{ result: results }] }]), ...more }),
    format: "label-studio",
  });
const shapes = (document: AnnotationDocument) =>
  document.images
    .map(({ matchedPath, annotations }) => [
      matchedPath,
      ...annotations.map(({ categoryName, boxXywhPx }) => [categoryName, ...boxXywhPx]),
    ])
    .sort(([a], [b]) => ((a ?? "") < (b ?? "") ? -1 : 1));
/** Each region on the image that it was drawn on, in percent of that one. */
const BOTH = [
  ["left.png", ["car", 10, 40, 20, 20]],
  ["right.png", ["sign", 6, 60, 12, 30]],
];

describe("tasks of several images", () => {
  it("lays each region on its image, which the configuration names", async () => {
    const results = [region("car", { to_name: "first" }), region("sign", { to_name: "second" })];
    const config = `<View><Image name="second" value="$b"/><Image name="first" value="$a"/><RectangleLabels name="l" toName="first"><Label value="car"/></RectangleLabels></View>`;
    expect(shapes(await read({ a: "left.png", b: "right.png" }, results, { "config.xml": config }))).toEqual(BOTH);
  });

  it.each([
    ["the fields' names", { one: "left.png", other: "right.png" }, ["one", "other"]],
    ["the numbers at their ends", { img1: "left.png", img2: "right.png" }, ["image1", "image2"]],
  ])("goes by %s where no configuration came", async (_, data, [first, second]) => {
    const results = [region("car", { to_name: first }), region("sign", { to_name: second })];
    expect(shapes(await read(data, results))).toEqual(BOTH);
  });

  it("goes by the index in a list of images", async () => {
    const results = [
      region("car", { to_name: "image", item_index: 0 }),
      region("sign", { to_name: "image", item_index: 1 }),
    ];
    expect(shapes(await read({ images: ["/data/upload/left.png", "/data/upload/right.png"] }, results))).toEqual(BOTH);
  });

  it("lays a region nowhere whose image is not clear, and says what would tell", async () => {
    const results = [region("car", { to_name: "left" }), region("sign", { to_name: "b" })];
    const document = await read({ a: "left.png", b: "right.png" }, results);
    expect(shapes(document)).toEqual([["left.png"], ["right.png", ["sign", 6, 60, 12, 30]]]);
    expect(document.ledger.annotations).toMatchObject({ read: 2, kept: 1, dropped: 1 });
    expect(document.ledger.entries.find(({ kind }) => kind === "dropped")?.reason).toMatch(
      /to_name is left, the task shows a, b; put the labelling configuration/,
    );
  });

  it("keeps reading one image of a task that holds addresses of others", async () => {
    const document = await read({ image: "left.png", thumbnail: "right.png" }, [region("car", { to_name: "image" })]);
    expect(shapes(document)[0]).toEqual(["left.png", ["car", 10, 40, 20, 20]]);
  });
});

describe("sizes and masks", () => {
  it("takes percent of the picture that came, whatever size the file remembers, and says so", async () => {
    const resized = await read({ image: "right.png" }, [
      region("sign", { original_width: 600, original_height: 1200 }),
    ]);
    expect(shapes(resized)).toContainEqual(["right.png", ["sign", 6, 60, 12, 30]]);
    expect(resized.ledger.entries[0]?.reason).toMatch(/says the image is 600 x 1200, right.png is 60 x 120/);
  });

  it("scales a mask that was drawn on a larger picture", async () => {
    const rows = Uint8Array.from({ length: 120 * 240 }, (_, i) => (i % 120 < 40 && i < 120 * 60 ? 255 : 0));
    const mask = `data:image/png;base64,${encodeBase64(encodePng(rows, 240, 120, null))}`;
    const value = { imageDataURL: mask, bitmasklabels: ["sign"] };
    const document = await read({ image: "right.png" }, [{ original_width: 120, original_height: 240, value }]);
    expect(document.images[0]?.annotations[0]).toMatchObject({ boxXywhPx: [0, 0, 20, 30], areaPx: 600 });
    expect(document.ledger.annotations).toMatchObject({ read: 1, guessed: 1 });
  });

  it("gives classes the order of their category numbers", async () => {
    const config = `<View><Image name="i" value="$image"/><PolygonLabels name="l" toName="i"><Label value="b" category="2"/><Label value="a" category="0"/><Label value="c" category="10"/></PolygonLabels></View>`;
    const document = await read({ image: "left.png" }, [region("c", { to_name: "i" })], { "config.xml": config });
    expect(document.categories.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });
});

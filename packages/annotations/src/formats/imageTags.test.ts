import { expect, it } from "vitest";
import type { WritableFormat } from "../document/formatNames.ts";
import type { AnnotationDocument, FormatName } from "../document/types.ts";
import { parseAnnotations } from "./parseAnnotations.ts";
import { WRITERS, writeAnnotations } from "./write/writeAnnotations.ts";

const parse = (path: string, text: string, format: FormatName): Promise<AnnotationDocument> =>
  parseAnnotations({ files: [{ path, text: async () => text }], imagePaths: ["a.jpg"], format });

it("takes the flags that are set in a labelme file for tags of its image", async () => {
  const file = { version: "5.5.0", flags: { night: true, blurred: false, wet: true }, shapes: [], imagePath: "a.jpg" };
  const { images, ledger } = await parse("a.json", JSON.stringify(file), "labelme");
  expect(images[0]?.tags).toEqual(["night", "wet"]);
  expect(ledger.entries).toEqual([]);
});

it("takes CVAT's tags, and not its shapes' labels", async () => {
  const xml = `<annotations><image id="0" name="a.jpg" width="9" height="9"><tag label="wet"/><tag label="night"/>
    <box label="car" xtl="1" ytl="1" xbr="5" ybr="5"/></image></annotations>`;
  const { images, categories } = await parse("annotations.xml", xml, "cvat");
  expect(images[0]?.tags).toEqual(["night", "wet"]);
  expect(categories.map(({ name }) => name)).toEqual(["car"]);
});

it("takes Label Studio's choices of the image, and not those of a region", async () => {
  const rectangle = { x: 10, y: 10, width: 20, height: 20, rotation: 0, rectanglelabels: ["car"] };
  const size = { original_width: 100, original_height: 100 };
  const result = [
    { id: "r1", type: "rectanglelabels", value: rectangle, ...size },
    { id: "r1", type: "choices", value: { choices: ["red"] }, ...size },
    { id: "c1", type: "choices", value: { choices: ["night"] } },
  ];
  const tasks = [{ id: 1, data: { image: "a.jpg" }, annotations: [{ id: 1, result }] }];
  const { images } = await parse("tasks.json", JSON.stringify(tasks), "label-studio");
  expect(images[0]?.tags).toEqual(["night"]);
  expect(images[0]?.annotations).toHaveLength(1);
});

const tagged: AnnotationDocument = {
  format: "coco",
  categories: [{ name: "car", sourceId: null }],
  images: [
    {
      key: "a.jpg",
      fileName: "a.jpg",
      matchedPath: "a.jpg",
      widthPx: 9,
      heightPx: 9,
      subset: null,
      tags: ["night", "site: <4>"],
      annotations: [],
    },
  ],
  maskPaths: [],
  ledger: {
    annotations: { read: 0, kept: 0, merged: 0, rounded: 0, clipped: 0, guessed: 0, dropped: 0 },
    images: { read: 1, matched: 1, missing: 0, ambiguous: 0, unmentioned: 0 },
    entries: [],
  },
  coordinateFrame: "upright",
};

/** What reading the export again gives. */
async function writtenAgain(format: WritableFormat): Promise<AnnotationDocument | undefined> {
  const [file] = [...writeAnnotations(tagged, format).files];
  if (file === undefined || file.content instanceof Uint8Array) return undefined;
  return parse(
    file.path,
    typeof file.content === "string" ? file.content : [...file.content].join(""),
    WRITERS[format].precision.format,
  );
}

it.each(["labelme", "cvat", "label-studio"] as const)("comes back from %s as it was", async (format) => {
  const again = await writtenAgain(format);
  expect(again?.images[0]?.tags).toEqual(["night", "site: <4>"]);
  expect(again?.categories.map(({ name }) => name)).not.toContain("night");
});

it("is told of where the format has no place for it", () => {
  expect(writeAnnotations(tagged, "coco").remarks).toEqual([
    { kind: "warning", place: "tags", reason: "1 image loses its tags: coco has no place for them" },
  ]);
  expect(writeAnnotations(tagged, "cvat").remarks).toEqual([]);
});

import { expect, it } from "vitest";
import { exportInMemory } from "../../testing/readExport.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import type { WritableDocument } from "../writing/OutputFile.ts";

it("writes VIA's header, JSON in cells and a row for an image without regions, and is known again", async () => {
  const image = { matchedPath: null, widthPx: null, heightPx: null, subset: null };
  const box = { geometry: { type: "box" as const }, boxXywhPx: [1.5, 2, 10, 8] as const, areaPx: 80 };
  const document: WritableDocument = {
    categories: [{ name: 'sign, "left"', sourceId: null }],
    images: [
      {
        ...image,
        key: "one",
        fileName: "a, b.jpg",
        annotations: [{ ...box, key: "box", categoryName: 'sign, "left"', isCrowd: false, raw: null }],
      },
      { ...image, key: "two", fileName: "empty.jpg", annotations: [] },
    ],
  };
  const text = exportInMemory(document, "via-csv").entries.get("via_annotations.csv") as string;
  expect(text.split("\r\n")).toEqual([
    "filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes",
    String.raw`"a, b.jpg",-1,{},1,0,"{""name"":""rect"",""x"":1.5,""y"":2,""width"":10,""height"":8}","{""label"":""sign, \""left\""""}"`,
    "empty.jpg,-1,{},0,0,{},{}",
    "",
  ]);
  const again = await parseAnnotations({ files: [{ path: "a.csv", text: async () => text }], imagePaths: null });
  expect(again).toMatchObject({
    format: "via",
    images: [
      { fileName: "a, b.jpg", annotations: [{ categoryName: 'sign, "left"', boxXywhPx: [1.5, 2, 10, 8] }] },
      { fileName: "empty.jpg", annotations: [] },
    ],
  });
});

import { expect, it } from "vitest";
import { exportInMemory } from "../../testing/readExport.ts";
import type { WritableDocument } from "../writing/OutputFile.ts";

const document: WritableDocument = {
  categories: [{ name: "sign", sourceId: null }],
  images: [
    {
      ...{ key: "one", fileName: "a.jpg", matchedPath: null, widthPx: null, heightPx: null, subset: null },
      annotations: [
        {
          ...{ key: "outline", categoryName: "sign", boxXywhPx: [1, 2, 3, 4], areaPx: 6, isCrowd: false, raw: null },
          geometry: { type: "polygon", parts: [{ outer: [1, 2, 4, 2, 4, 6], holes: [] }] },
        },
        {
          ...{ key: "box", categoryName: "sign", boxXywhPx: [5, 6, 7, 8], areaPx: 56, isCrowd: false, raw: null },
          geometry: { type: "box" },
        },
      ],
    },
  ],
};
const written = (format: "via-1" | "makesense-vgg", path: string) =>
  JSON.parse(exportInMemory(document, format).entries.get(path) as string);

it("writes regions as an object, as VIA 1 does", () => {
  expect(written("via-1", "via_region_data.json")).toEqual({
    "a.jpg-1": {
      ...{ fileref: "", size: -1, filename: "a.jpg", base64_img_data: "", file_attributes: {} },
      regions: {
        0: {
          shape_attributes: { name: "polygon", all_points_x: [1, 4, 4], all_points_y: [2, 2, 6] },
          region_attributes: { label: "sign" },
        },
        1: {
          shape_attributes: { name: "rect", x: 5, y: 6, width: 7, height: 8 },
          region_attributes: { label: "sign" },
        },
      },
    },
  });
});

it("writes makesense's VGG JSON by file names, outlines closed", () => {
  const { "a.jpg": entry, ...others } = written("makesense-vgg", "makesense_vgg.json");
  expect(others).toEqual({});
  expect(entry.regions[0].shape_attributes).toEqual({
    ...{ name: "polygon", all_points_x: [1, 4, 4, 1], all_points_y: [2, 2, 6, 2] },
  });
  expect(entry.regions[1].shape_attributes.name).toBe("rect");
});

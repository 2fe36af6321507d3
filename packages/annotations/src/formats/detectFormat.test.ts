import { describe, expect, it } from "vitest";
import { detectFormat } from "./detectFormat.ts";
import type { SourceFile } from "./reading/SourceFile.ts";

const file = (path: string, text: string): SourceFile => ({ path, text: async () => text });
const COCO = file("c.json", '{"images": [], "annotations": [], "categories": []}');
const LABELME = file("l.json", '{"shapes": [], "imagePath": "a.jpg", "imageData": null}');
const MAKESENSE = file(
  "m.csv",
  "label_name,bbox_x,bbox_y,bbox_width,bbox_height,image_name,image_width,image_height\n",
);

describe("detectFormat", () => {
  it.each([
    [COCO, "coco"],
    [LABELME, "labelme"],
    [MAKESENSE, "makesense-csv"],
    [file("a.xml", "<?xml version='1.0'?>\n<annotation verified='yes'><object/></annotation>"), "voc"],
    [file("a.xml", "<annotation><object><bndbox/><polygon><x1>1</x1></polygon></object></annotation>"), "voc"],
    [file("a.txt", "0 0.5 0.5 0.1 0.1\n"), "yolo"],
    [file("a.txt", "0 0.5 0.5 0.1 0.1 0.2 0.3\n"), "yolo-seg"],
    [file("a.xml", '<annotations><image id="0"/></annotations>'), "cvat"],
    [file("a.xml", '<annotations><meta/><track id="0"/></annotations>'), "cvat"],
    [file("v.json", '{"_via_settings": {}, "_via_img_metadata": {}}'), "via"],
    [file("t.json", '[{"data": {}, "annotations": [{"completed_by": 1}]}]'), "label-studio"],
    [file("v.csv", "#filename,file_size,file_attributes,region_count\n"), "via"],
    [file("t.csv", "filename,width,height,class,xmin,ymin,xmax,ymax\n"), "csv"],
    [file("data.yaml", "train: images\nnames: [car]"), "yolo-seg"],
  ])("knows %o", async (sample, format) => {
    const readme = file("README.txt", "about this set");
    expect(await detectFormat([readme, sample])).toEqual({ format, files: [sample] });
  });

  it("takes boxes and polygons of YOLO for one format", async () => {
    const files = [
      file("a.txt", "0 0.5 0.5 0.1 0.1"),
      file("b.txt", "0 .1 .1 .2 .1 .2 .2"),
      file("classes.txt", "car"),
    ];
    expect(await detectFormat(files)).toEqual({ format: "yolo", files: files.slice(0, 2) });
  });

  it("does not choose between two formats", async () => {
    await expect(detectFormat([COCO, LABELME])).rejects.toThrow(
      "it holds more than one format: COCO (c.json) and LabelMe (l.json). Say which format to read.",
    );
  });

  it.each([
    [file("a.xml", "<annotation><object><polygon/></object></annotation>"), /LabelMe XML/],
    [file("r.json", '[{"image_id": 1, "category_id": 1, "score": 0.5}]'), /COCO results/],
    [file("b.json", '{"images": [1, 2'), /line 1: the JSON ends too early/],
    [file("notes.md", "x"), /no annotation file was found/],
  ])("says what it found instead: %o", async (sample, message) => {
    await expect(detectFormat([sample])).rejects.toThrow(message);
  });
});

import { describe, expect, it } from "vitest";
import { makeDocument } from "../../testing/makeDocument.ts";
import { exportInMemory, readExport } from "../../testing/readExport.ts";
import type { WritableDocument, WriteOptions } from "../writing/OutputFile.ts";

/** Where images lie, and what each file calls them. */
function layoutOf(document: WritableDocument, options?: WriteOptions) {
  const exported = exportInMemory(document, "coco", options);
  const named = [...exported.entries].map(([path, content]) => [
    path,
    JSON.parse(content as string).images.map((image: { file_name: string }) => image.file_name),
  ]);
  return { images: [...exported.written.imagePathOf.values()], named: Object.fromEntries(named) };
}

describe("the folders that datumaro, CVAT and COCO's own tools look in", () => {
  it("are images and instances_default where nothing is divided", () => {
    expect(layoutOf(makeDocument([{ path: "a.jpg" }, { path: "cam 2/b.jpg" }]))).toEqual({
      images: ["images/a.jpg", "images/cam 2/b.jpg"],
      named: { "annotations/instances_default.json": ["a.jpg", "cam 2/b.jpg"] },
    });
  });

  it("are one a subset, the names counted from there, whatever the images were called before", () => {
    const document = makeDocument([
      { path: "train/a.jpg", subset: "train" },
      { path: "images/val2017/a.jpg", subset: "val" },
      { path: "a.jpg" },
    ]);
    expect(layoutOf(document)).toEqual({
      images: ["images/train/a.jpg", "images/val/a.jpg", "images/default/a.jpg"],
      named: {
        "annotations/instances_default.json": ["a.jpg"],
        "annotations/instances_train.json": ["a.jpg"],
        "annotations/instances_val.json": ["a.jpg"],
      },
    });
  });

  it("leave the names of images that stay where they are", () => {
    const document = makeDocument([{ path: "train/a.jpg", subset: "train" }]);
    expect(layoutOf(document, { cocoLayout: "as-named" })).toEqual({
      images: ["train/a.jpg"],
      named: { "annotations/instances_train.json": ["train/a.jpg"] },
    });
  });
});

it.each(["folders", "as-named"] as const)("is read again with images of the same name (%s)", async (cocoLayout) => {
  const document = makeDocument([
    { path: "a/1.jpg", subset: "train" },
    { path: "b/1.jpg", subset: "train" },
    { path: "1.jpg", subset: "train" },
    { path: "val/1.jpg", subset: "val" },
    { path: "images/1.jpg" },
  ]);
  const exported = exportInMemory(document, "coco", { cocoLayout });
  const again = await readExport(document, "coco", exported, { cocoLayout });
  expect(again.ledger.images).toMatchObject({ matched: 5, missing: 0, ambiguous: 0 });
  expect(again.ledger.entries).toEqual([]);
  const subsets = Object.fromEntries(again.images.map(({ matchedPath, subset }) => [matchedPath, subset]));
  expect(subsets).toEqual(
    Object.fromEntries([...exported.written.imagePathOf].map(([image, path]) => [path, image.subset])),
  );
});

import { expect, it } from "vitest";
import { makeDocument } from "../../testing/makeDocument.ts";
import { exportInMemory, readExport } from "../../testing/readExport.ts";

function textsOf(exported: ReturnType<typeof exportInMemory>, start: string) {
  return Object.fromEntries([...exported.entries].filter(([path]) => path.startsWith(start)));
}

it("lists all images for those who look for boxes, and those with masks for those who look for masks", () => {
  const images = [{ path: "a.jpg" }, { path: "b.jpg", geometry: { type: "box" } }] as const;
  expect(textsOf(exportInMemory(makeDocument(images), "voc"), "ImageSets/")).toEqual({
    "ImageSets/Main/trainval.txt": "a\nb\n",
    "ImageSets/Segmentation/trainval.txt": "a\n",
  });
});

it("lists subsets, and what is in none as default", () => {
  const document = makeDocument([
    { path: "train/a.jpg", subset: "train" },
    { path: "val/b.jpg", subset: "val" },
    { path: "c.jpg" },
  ]);
  expect(textsOf(exportInMemory(document, "voc"), "ImageSets/Main/")).toEqual({
    "ImageSets/Main/train.txt": "a\n",
    "ImageSets/Main/val.txt": "b\n",
    "ImageSets/Main/default.txt": "c\n",
  });
});

it("says where below JPEGImages an image is, and is read again so", async () => {
  const document = makeDocument([
    { path: "cam1/a.jpg", subset: "train" },
    { path: "cam2/a.jpg", subset: "val" },
  ]);
  const exported = exportInMemory(document, "voc");
  expect(exported.entries.get("Annotations/cam2/a.xml")).toContain("<filename>cam2/a.jpg</filename>");
  const again = await readExport(document, "voc", exported);
  expect(again.images.map(({ matchedPath, subset }) => [matchedPath, subset])).toEqual([
    ["JPEGImages/cam1/a.jpg", "train"],
    ["JPEGImages/cam2/a.jpg", "val"],
  ]);
});

it("names each class once in labelmap.txt, and says which its readers will refuse", () => {
  const exported = exportInMemory(makeDocument([{ path: "a.jpg" }], ["background", "a:b", "#1", "car"]), "voc");
  expect(exported.entries.get("labelmap.txt")).toBe(
    "# label:color_rgb:parts:actions\n_background_:0,0,0::\nbackground:128,0,0::\na:b:0,128,0::\n#1:128,128,0::\ncar:0,0,128::\n",
  );
  expect(exported.written.remarks).toEqual([
    expect.objectContaining({ place: "labelmap.txt", reason: expect.stringContaining('"a:b"') }),
    expect.objectContaining({ place: "labelmap.txt", reason: expect.stringContaining('"#1"') }),
  ]);
});

it("counts boxes from 0, or from 1 with both ends inside", () => {
  const boxes = ([0, 1] as const).map((vocBase) => {
    const xml = exportInMemory(makeDocument([{ path: "a.jpg" }]), "voc", { vocBase }).entries.get("Annotations/a.xml");
    return [...(xml as string).matchAll(/<[xy]m[^>]+>(\d+)</g)].map(([, value]) => Number(value));
  });
  expect(boxes).toEqual([
    [2, 2, 12, 12],
    [3, 3, 12, 12],
  ]);
});

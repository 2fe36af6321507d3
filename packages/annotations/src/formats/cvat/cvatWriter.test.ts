import { expect, it } from "vitest";
import { makeDocument } from "../../testing/makeDocument.ts";
import { exportInMemory, readExport } from "../../testing/readExport.ts";

it("puts images where CVAT does, and names them from there", async () => {
  const document = makeDocument([{ path: "images/a.jpg" }, { path: "b/a.jpg" }]);
  const exported = exportInMemory(document, "cvat");
  expect([...exported.written.imagePathOf.values()]).toEqual(["images/a.jpg", "images/b/a.jpg"]);
  const xml = exported.entries.get("annotations.xml") as string;
  expect([...xml.matchAll(/<image id="\d" name="([^"]+)" width/g)].map(([, name]) => name)).toEqual([
    "a.jpg",
    "b/a.jpg",
  ]);
  const again = await readExport(document, "cvat", exported);
  expect(again.images.map(({ matchedPath }) => matchedPath)).toEqual(["images/a.jpg", "images/b/a.jpg"]);
});

it("names subsets as a project's, and what is in none as CVAT's default", async () => {
  const document = makeDocument([
    { path: "train/a.jpg", subset: "train" },
    { path: "a.jpg", subset: "val" },
    { path: "c/a.jpg" },
  ]);
  const exported = exportInMemory(document, "cvat");
  const xml = exported.entries.get("annotations.xml") as string;
  expect([...xml.matchAll(/<task><subset>([^<]+)</g)].map(([, subset]) => subset)).toEqual(["train", "val", "default"]);
  expect([...xml.matchAll(/ subset="([^"]+)"/g)].map(([, subset]) => subset)).toEqual(["train", "val", "default"]);
  expect([...xml.matchAll(/ name="([^"]+)"/g)].map(([, name]) => name)).toEqual(["a.jpg", "a.jpg", "c/a.jpg"]);
  const again = await readExport(document, "cvat", exported);
  expect(again.images.map(({ matchedPath, subset }) => [matchedPath, subset])).toEqual([
    ["images/train/a.jpg", "train"],
    ["images/val/a.jpg", "val"],
    ["images/default/c/a.jpg", null],
  ]);
});

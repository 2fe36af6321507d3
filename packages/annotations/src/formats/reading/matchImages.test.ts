import { describe, expect, it } from "vitest";
import { ImageMatcher } from "./matchImages.ts";
import { subsetFromPath } from "./subsetFromPath.ts";

describe("ImageMatcher", () => {
  it.each([
    ["beside the annotation file", ["train/a.jpg", "val/a.jpg"], "a.jpg", "train/x.json", "train/a.jpg"],
    ["from the root", ["images/a.jpg", "a.jpg"], "images/a.jpg", "annotations/x.json", "images/a.jpg"],
    ["through ..", ["images/a.jpg"], "../images/a.jpg", "labels/a.json", "images/a.jpg"],
    ["with backslashes", ["images/a.jpg"], "..\\images\\a.jpg", "labels/a.json", "images/a.jpg"],
    ["by an absolute path of another machine", ["p/a.jpg", "q/a.jpg"], "C:\\data\\q\\a.jpg", "x.json", "q/a.jpg"],
    ["by name in another folder", ["deep/er/a.jpg"], "a.jpg", "x.json", "deep/er/a.jpg"],
    ["with dots in the name", ["i/a.rf.12.jpg", "i/a.rf.13.jpg"], "a.rf.12.jpg", "x.json", "i/a.rf.12.jpg"],
  ])("finds an image %s", (_, images, name, from, path) => {
    expect(new ImageMatcher(images).match(name, from)).toEqual({ kind: "matched", path, note: null });
  });

  it.each([
    ["another extension", ["i/a.png"], "a.jpg", "i/a.png", /extension differs/],
    ["another case", ["i/A.JPG"], "a.jpg", "i/A.JPG", /case differs/],
  ])("finds an image with %s and says so", (_, images, name, path, note) => {
    const match = new ImageMatcher(images).match(name, "x.json");
    expect(match).toMatchObject({ kind: "matched", path });
    expect(match.kind === "matched" && match.note).toMatch(note);
  });

  it("takes the one in the annotation file's subset, and says so", () => {
    const match = new ImageMatcher(["images/train/a.jpg", "images/val/a.jpg"]).match("a.jpg", "ann/instances_val.json");
    expect(match).toMatchObject({ kind: "matched", path: "images/val/a.jpg" });
    expect(match.kind === "matched" && match.note).toMatch(/2 images are called a.jpg/);
  });

  it("takes the one nearest to the annotation file, before one in a folder of its subset's name", () => {
    const images = ["task/images/a.jpg", "project/images/Train/a.jpg"];
    const matcher = new ImageMatcher(images);
    const note = expect.stringMatching("2 images are called a.jpg: .* lies nearest to");
    expect(matcher.match("a.jpg", "task/train.xml")).toEqual({ kind: "matched", path: images[0], note });
    expect(matcher.match("a.jpg", "project/x.xml")).toEqual({ kind: "matched", path: images[1], note });
  });

  it.each([
    ["caf\u00e9.png", "cafe\u0301.png"],
    ["cafe\u0301.png", "caf\u00e9.png"],
  ])("takes %j for %j, by path, by name and by stem", (said, stored) => {
    const path = `images/${stored}`;
    const matcher = new ImageMatcher([path]);
    for (const name of [`images/${said}`, said]) {
      expect(matcher.match(name, "x.json")).toEqual({ kind: "matched", path, note: null });
    }
    expect(matcher.matchSibling(`labels/${said.replace("png", "txt")}`)).toMatchObject({ kind: "matched", path });
  });

  it("keeps two files apart whose names differ in their form alone", () => {
    const matcher = new ImageMatcher(["caf\u00e9.png", "cafe\u0301.png"]);
    expect(matcher.match("caf\u00e9.png", "x.json")).toMatchObject({ path: "caf\u00e9.png" });
    expect(matcher.match("cafe\u0301.png", "x.json")).toMatchObject({ path: "cafe\u0301.png" });
  });

  it("never picks one of several", () => {
    const matcher = new ImageMatcher(["p/a.jpg", "q/a.jpg", "p/b.png", "q/b.bmp"]);
    expect(matcher.match("a.jpg", "x.json")).toMatchObject({ kind: "ambiguous", candidates: ["p/a.jpg", "q/a.jpg"] });
    expect(matcher.match("b.jpg", "x.json")).toMatchObject({ kind: "ambiguous" });
    expect(matcher.match("c.jpg", "x.json")).toEqual({ kind: "missing" });
    expect(matcher.match("", "x.json")).toEqual({ kind: "missing" });
  });
});

describe("subsetFromPath", () => {
  it.each([
    ["train/_annotations.coco.json", "train"],
    ["valid/_annotations.coco.json", "val"],
    ["annotations/instances_val2017.json", "val"],
    ["test2017/images/a.jpg", "test"],
    ["train/images/val/a.jpg", "val"],
    ["trainval.json", null],
    ["train_test.json", null],
    ["training-ground/a.jpg", null],
    ["a.jpg", null],
    ["constructor/a.jpg", null],
  ])("reads %s as %s", (path, subset) => {
    expect(subsetFromPath(path)).toBe(subset);
  });
});

import { describe, expect, it } from "vitest";
import type { AnnotationDocument } from "../../document/types.ts";
import { maskRowMajorFromRle } from "../../geometry/rle.ts";
import { makeImport } from "../../testing/makeImport.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import type { ReaderOptions } from "../reading/FormatReader.ts";

const read = (shapes: string, more: Parameters<typeof makeImport>[0] = {}) =>
  parseAnnotations(
    makeImport({
      "a.jpg": [20, 10],
      "annotations.xml": file(`<image id="0" name="a.jpg" width="20" height="10">${shapes}</image>`),
      ...more,
    }),
  );
const file = (body: string, labels = "<label><name>car</name></label>") =>
  `<?xml version="1.0" encoding="utf-8"?><annotations><version>1.1</version><meta><task><labels>${labels}</labels></task></meta>${body}</annotations>`;
const annotationsOf = (document: AnnotationDocument) => document.images.flatMap((image) => image.annotations);
const reasons = (document: AnnotationDocument) =>
  document.ledger.entries.map(({ kind, reason }) => `${kind}: ${reason}`);

describe("parseCvat", () => {
  it("reads boxes, polygons and masks", async () => {
    const document = await read(
      `<box label="car" xtl="1" ytl="2" xbr="4.5" ybr="6" z_order="1"><attribute name="colour">red</attribute></box>
       <polygon label="car" points="1,1;5.25,1;5,4;1,1"/>
       <mask label="car" rle="1, 2, 1, 2" left="3" top="4" width="3" height="2"/>`,
    );
    expect(document).toMatchObject({
      format: "cvat",
      coordinateFrame: "upright",
      images: [{ matchedPath: "a.jpg", widthPx: 20 }],
    });
    const [box, polygon, mask] = annotationsOf(document);
    expect(box).toMatchObject({
      key: "annotations.xml image[0][0]",
      boxXywhPx: [1, 2, 3.5, 4],
      raw: { attributes: { colour: "red" } },
    });
    expect(polygon?.geometry).toMatchObject({ parts: [{ outer: [1, 1, 5.25, 1, 5, 4] }] });
    // .##/.## row by row from (3, 4): the second row begins where the first ended.
    const pixels = mask?.geometry.type === "rle" ? maskRowMajorFromRle(mask.geometry.rle) : [];
    expect(Array.from(pixels).flatMap((value, i) => (value === 1 ? [[i % 20, Math.floor(i / 20)]] : []))).toEqual([
      [4, 4],
      [5, 4],
      [4, 5],
      [5, 5],
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 3, kept: 3 });
  });

  it("turns boxes about their centre", async () => {
    const [turned] = annotationsOf(await read(`<box label="car" xtl="4" ytl="4" xbr="12" ybr="6" rotation="90"/>`));
    expect(turned?.boxXywhPx.map((value) => Math.round(value * 1e6) / 1e6)).toEqual([7, 1, 2, 8]);
  });

  it("joins polygons of one label and one group, and not boxes or group 0", async () => {
    const polygon = (group: number, label = "car") =>
      `<polygon label="${label}" points="1,1;5,1;5,4" group_id="${group}"/>`;
    const document = await read(
      polygon(1) +
        polygon(1) +
        polygon(1, "sign") +
        polygon(0) +
        polygon(0) +
        `<box label="car" xtl="1" ytl="1" xbr="2" ybr="2" group_id="1"/>`,
    );
    expect(annotationsOf(document)).toHaveLength(5);
    expect(document.ledger.annotations).toMatchObject({ read: 6, kept: 5, merged: 1 });
    expect(annotationsOf(document)[0]?.geometry).toMatchObject({ parts: [{}, {}] });
  });

  it("drops shape by shape what has no area, no label or no sense", async () => {
    const document = await read(
      `<points label="car" points="1,1"/><polyline label="car" points="1,1;2,2"/><polygon label="" points="1,1;5,1;5,4"/>
       <box label="car" xtl="NaN" ytl="1" xbr="2" ybr="2"/><box label="car" xtl="1e9" ytl="1" xbr="2e9" ybr="2"/>
       <mask label="car" rle="1, 9" left="3" top="4" width="3" height="2"/><mask label="car" rle="6" left="0" top="0" width="99999" height="99999"/>
       <polygon label="car" points="1,1;x,1;5,4"/><tag label="car"/><ellipse label="car" cx="10" cy="5" rx="3" ry="2"/>`,
    );
    expect(document.ledger.annotations).toMatchObject({ read: 10, guessed: 1, dropped: 9 });
    expect(reasons(document)).toContain("dropped: the mask's run 1 does not fit its 3 x 2 pixels");
  });

  it("tells images of one name in several subsets apart", async () => {
    const image = (id: number, subset: string) =>
      `<image id="${id}" name="0.jpg" subset="${subset}" width="20" height="10"><box label="car" xtl="1" ytl="1" xbr="${id + 2}" ybr="2"/></image>`;
    const document = await parseAnnotations(
      makeImport({
        "images/Train/0.jpg": [20, 10],
        "images/Validation/0.jpg": [20, 10],
        "annotations.xml": file(image(0, "Train") + image(1, "Validation")),
      }),
    );
    expect(document.images.map(({ matchedPath, subset }) => [matchedPath, subset])).toEqual([
      ["images/Train/0.jpg", "train"],
      ["images/Validation/0.jpg", "val"],
    ]);
    expect(document.ledger.entries).toEqual([]);
  });

  it("reads a video's tracks frame by frame", async () => {
    const track = `<track id="0" label="car"><box frame="10" outside="0" xtl="1" ytl="1" xbr="4" ybr="4"/><box frame="13" outside="1" xtl="1" ytl="1" xbr="4" ybr="4"/></track>`;
    const text = file(track).replace(
      "<labels>",
      "<original_size><width>20</width><height>10</height></original_size><labels>",
    );
    const document = await parseAnnotations(
      makeImport({ "frame_000010.PNG": [20, 10], "frame_000013.PNG": [20, 10], "v.xml": text }),
    );
    expect(document.images.map(({ matchedPath, annotations }) => [matchedPath, annotations.length])).toEqual([
      ["frame_000010.PNG", 1],
      ["frame_000013.PNG", 0],
    ]);
    expect(reasons(document)).toContain("dropped: the object is outside of this frame");
  });

  describe("tracks", () => {
    const box = (frame: number, left: number, more = "") =>
      `<box frame="${frame}" outside="0" xtl="${left}" ytl="1" xbr="${left + 2}" ybr="4" ${more}/>`;
    const meta = (frames: number) =>
      `<size>${frames}</size><original_size><width>20</width><height>10</height></original_size>`;
    const video = (tracks: string, frames: number, pictures: readonly string[], reader: ReaderOptions = {}) =>
      parseAnnotations({
        ...makeImport({
          ...Object.fromEntries(pictures.map((path) => [path, [20, 10] as const])),
          "v.xml": file(tracks).replace("<labels>", `${meta(frames)}<labels>`),
        }),
        reader,
      });
    const frameNames = Array.from({ length: 6 }, (_, i) => `frame_00000${i}.png`);
    const lefts = (document: AnnotationDocument) =>
      document.images.map(({ matchedPath, annotations }) => [
        matchedPath,
        ...annotations.map((one) => one.boxXywhPx[0]),
      ]);

    it("reads an object between its keyframes where CVAT shows it, and says so of each", async () => {
      const track = `<track id="0" label="car">${box(1, 1)}${box(2, 2)}${box(5, 8)}</track>`;
      const document = await video(track, 6, frameNames);
      expect(lefts(document)).toEqual([
        ["frame_000001.png", 1],
        ["frame_000002.png", 2],
        ["frame_000003.png", 4],
        ["frame_000004.png", 6],
        ["frame_000005.png", 8],
        ["frame_000000.png"],
      ]);
      expect(document.ledger.annotations).toMatchObject({ read: 5, kept: 3, guessed: 2 });
      expect(reasons(document)).toContain("guessed: between keyframes 2 and 5 of its track: its place is interpolated");
      const listed = await video(track, 6, frameNames, { tracks: "keyframes" });
      expect(listed.ledger.annotations).toMatchObject({ read: 3, kept: 3 });
      expect(reasons(listed)[1]).toMatch(/^warning: the object is there between keyframes 2 and 5 too/);
    });

    it("does not bring back an object that left, and reads only frames that have a picture", async () => {
      const track = `<track id="0" label="car">${box(0, 1).replace('outside="0"', 'outside="1"')}${box(3, 2)}${box(5, 8)}</track>`;
      const document = await video(track, 6, [
        "frame_000000.png",
        "frame_000001.png",
        "frame_000003.png",
        "frame_000005.png",
      ]);
      expect(document.ledger.annotations).toMatchObject({ read: 3, kept: 2, dropped: 1 });
    });

    it("turns the shorter way, moves corners, and holds what cannot be joined", async () => {
      const polygon = (frame: number, points: string) => `<polygon frame="${frame}" outside="0" points="${points}"/>`;
      const document = await video(
        `<track id="0" label="a">${box(0, 4, 'rotation="350"')}${box(2, 4, 'rotation="10"')}</track>
         <track id="1" label="b">${polygon(0, "0,0;4,0;4,4")}${polygon(2, "2,0;6,0;6,4")}</track>
         <track id="2" label="c">${polygon(0, "0,0;4,0;4,4")}${polygon(2, "2,0;6,0;6,4;2,4")}</track>`,
        3,
        frameNames.slice(0, 3),
      );
      const middle = document.images.find(({ matchedPath }) => matchedPath === "frame_000001.png");
      const [turned, corners, held] = middle?.annotations ?? [];
      expect(turned?.boxXywhPx.map((value) => Math.round(value * 1e6) / 1e6)).toEqual([4, 1, 2, 3]);
      expect(corners?.geometry).toMatchObject({ parts: [{ outer: [1, 0, 5, 0, 5, 4] }] });
      expect(held?.geometry).toMatchObject({ parts: [{ outer: [0, 0, 4, 0, 4, 4] }] });
    });

    it("joins tracks of one label and one group", async () => {
      const part = (id: number, left: number) =>
        `<track id="${id}" label="car" group_id="3"><polygon frame="0" outside="0" points="${left},0;${left + 2},0;${left},3"/></track>`;
      const document = await video(part(0, 1) + part(1, 6), 1, ["frame_000000.png"]);
      expect(annotationsOf(document)).toMatchObject([{ geometry: { parts: [{}, {}] } }]);
      expect(document.ledger.annotations).toMatchObject({ read: 2, kept: 1, merged: 1 });
    });

    it("takes named pictures in the order of their names where there are as many as frames", async () => {
      const track = `<track id="0" label="car">${box(0, 1)}${box(1, 2)}${box(2, 3)}</track>`;
      const document = await video(track, 3, ["IMG_20.jpg", "IMG_13.jpg", "IMG_12.jpg"]);
      expect(lefts(document)).toEqual([
        ["IMG_12.jpg", 1],
        ["IMG_13.jpg", 2],
        ["IMG_20.jpg", 3],
      ]);
      expect(reasons(document)).toEqual([
        expect.stringMatching(/in the order of their names, from IMG_12.jpg to IMG_20/),
      ]);
      const fewer = await video(track, 3, ["IMG_12.jpg", "IMG_13.jpg"]);
      expect(fewer.ledger.annotations).toMatchObject({ read: 3, dropped: 3 });
      expect(reasons(fewer)[0]).toMatch(/v.xml has 3 frames and 2 pictures came/);
    });
  });

  it("refuses what is not whole", async () => {
    const files = (text: string) => [{ path: "a.xml", text: async () => text }];
    await expect(
      parseAnnotations({ files: files(file("<image>").slice(0, -20)), imagePaths: null, format: "cvat" }),
    ).rejects.toThrow(/a.xml line 1: not well-formed/);
    await expect(parseAnnotations({ files: files("<x/>"), imagePaths: null, format: "cvat" })).rejects.toThrow(
      /root element is <x>/,
    );
  });
});

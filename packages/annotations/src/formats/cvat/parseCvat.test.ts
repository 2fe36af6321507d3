import { describe, expect, it } from "vitest";
import type { AnnotationDocument } from "../../document/types.ts";
import { maskRowMajorFromRle } from "../../geometry/rle.ts";
import { makeImport } from "../../testing/makeImport.ts";
import { parseAnnotations } from "../parseAnnotations.ts";

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

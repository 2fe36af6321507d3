import { describe, expect, it } from "vitest";
import type { AnnotationDocument } from "../../document/types.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import { MAKESENSE_RECT_HEADER } from "./makesenseRow.ts";

function parse(text: string, imagePaths: string[] | null = ["a.jpg"]): Promise<AnnotationDocument> {
  return parseAnnotations({ files: [{ path: "x.csv", text: async () => text }], imagePaths });
}

const csv = (...rows: string[]): string => [MAKESENSE_RECT_HEADER, ...rows].join("\n");
const annotationsOf = (document: AnnotationDocument) => document.images[0]?.annotations ?? [];

describe("parseMakesenseCsv", () => {
  it("reads boxes and the image's size", async () => {
    const document = await parse(csv("car,2,3,10,8,a.jpg,40,30", "sign,0,0,4,4,a.jpg,40,30"));
    expect(document).toMatchObject({ format: "makesense-csv", coordinateFrame: "upright" });
    expect(document.images).toMatchObject([{ matchedPath: "a.jpg", widthPx: 40, heightPx: 30 }]);
    expect(annotationsOf(document)).toMatchObject([
      { key: "x.csv line 2", categoryName: "car", geometry: { type: "box" }, boxXywhPx: [2, 3, 10, 8], areaPx: 80 },
      { key: "x.csv line 3", categoryName: "sign", boxXywhPx: [0, 0, 4, 4] },
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 2, kept: 2 });
  });

  it("reads a label with commas and quotes from the right", async () => {
    const document = await parse(csv('sign, board & "arrow" <left>,2,3,10,8,a.jpg,40,30'));
    expect(annotationsOf(document)[0]?.categoryName).toBe('sign, board & "arrow" <left>');
  });

  it("takes commas in an image name and a spreadsheet's quotes, and says so", async () => {
    const document = await parse(csv('"sign, board",2,3,10,8,a, b.jpg,40,30'), ["a, b.jpg"]);
    expect(annotationsOf(document)[0]?.categoryName).toBe("sign, board");
    expect(document.images[0]?.fileName).toBe("a, b.jpg");
    expect(document.ledger.annotations.guessed).toBe(1);
  });

  it("reads files without a header, with Windows line ends and a byte order mark", async () => {
    const document = await parse("\ufeffcar,2,3,10,8,a.jpg,40,30\r\n\r\nsign,0,0,4,4,a.jpg,40,30\r\n");
    expect(annotationsOf(document).map((annotation) => annotation.key)).toEqual(["x.csv line 1", "x.csv line 3"]);
    expect(document.ledger.entries[0]?.reason).toMatch(/no header/);
  });

  it.each([
    ["a broken row", "car,2,3,a.jpg,40", "x.csv line 2", /not a row/],
    ["a row without a class", ",2,3,10,8,a.jpg,40,30", "x.csv line 2", /no class was chosen/],
    ["a flat box", "car,2,3,0,8,a.jpg,40,30", "x.csv line 2", /without area/],
  ])("drops %s with its line", async (_, row, place, reason) => {
    const document = await parse(csv(row, "car,2,3,10,8,a.jpg,40,30"));
    expect(annotationsOf(document).length).toBe(1);
    expect(document.ledger.annotations).toMatchObject({ read: 2, kept: 1, dropped: 1 });
    const entry = document.ledger.entries.find(({ kind }) => kind === "dropped");
    expect(entry?.place).toBe(place);
    expect(entry?.reason).toMatch(reason);
  });

  it("does not mix rows of two images that share a name", async () => {
    const document = await parse(csv("car,2,3,10,8,a.jpg,40,30", "car,2,3,10,8,a.jpg,400,300"));
    expect(document.images).toEqual([]);
    expect(document.ledger.annotations).toMatchObject({ read: 2, dropped: 2 });
    expect(document.ledger.entries.find(({ kind }) => kind === "dropped")?.reason).toMatch(/40 x 30, 400 x 300/);
  });

  it("knows makesense's lines, points and tags, and refuses them by name", async () => {
    await expect(parse("car,20,3,38,8,a.jpg,40,30")).rejects.toThrow(/makesense lines/);
    await expect(parse("car,20,3,a.jpg,40,30")).rejects.toThrow(/makesense points/);
    await expect(parse('a.jpg,"[car,sign]"')).rejects.toThrow(/makesense tags/);
  });

  it("reads a file with a header and no row as no annotation", async () => {
    expect((await parse(csv())).ledger.annotations.read).toBe(0);
  });
});

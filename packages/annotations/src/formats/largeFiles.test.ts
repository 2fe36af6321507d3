import { describe, expect, it } from "vitest";
import { exportInMemory } from "../testing/readExport.ts";
import { formatOfFile } from "./detectFormat.ts";
import { parseAnnotations } from "./parseAnnotations.ts";
import type { SourceFile } from "./reading/SourceFile.ts";
import type { WritableDocument } from "./writing/OutputFile.ts";

/** A file that cannot be had as one string. */
function inPieces(path: string, content: string): SourceFile {
  const bytes = new TextEncoder().encode(content);
  return {
    path,
    text: () => Promise.reject(new Error("expected the file to be read in pieces")),
    chunks: async function* () {
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
    },
  };
}

const DOCUMENT: WritableDocument = {
  categories: [{ name: "größer", sourceId: null }],
  images: Array.from({ length: 40 }, (_, i) => ({
    key: `${i}`,
    fileName: `${i}.jpg`,
    matchedPath: null,
    widthPx: 100,
    heightPx: 80,
    subset: null,
    annotations: Array.from({ length: 30 }, (_, j) => ({
      key: `${i} ${j}`,
      categoryName: "größer",
      geometry: { type: "polygon" as const, parts: [{ outer: [j, 1, j + 20.5, 1, j + 20.5, 40], holes: [] }] },
      boxXywhPx: [j, 1, 20.5, 39] as const,
      areaPx: 400,
      isCrowd: false,
      raw: null,
    })),
  })),
};

describe.each(["coco", "via", "label-studio", "labelme"] as const)("%s files too large for a string", (format) => {
  const { entries } = exportInMemory(DOCUMENT, format);
  const [path, content] = [...entries].find(([name]) => name.endsWith(".json")) as [string, string];

  it("are told and read in pieces, with the same places", async () => {
    expect(await formatOfFile(inPieces(path, content))).toBe(format);
    const whole = await parseAnnotations({ files: [{ path, text: async () => content }], imagePaths: null });
    expect(whole.ledger.annotations.read).toBe(format === "labelme" ? 30 : 1200);
    expect(await parseAnnotations({ files: [inPieces(path, content)], imagePaths: null })).toEqual(whole);
  });

  it("say where they are cut off, also where the format is not said", async () => {
    const cut = content.slice(0, -20);
    const line = cut.split("\n").length;
    const read = parseAnnotations({ files: [inPieces(path, cut)], imagePaths: null });
    await expect(read).rejects.toThrow(`${path} line ${line}: the JSON ends too early`);
  });
});

it("tells results from ground truth however late the images come, and what is no annotation file", async () => {
  const records = Array.from({ length: 9000 }, (_, id) => ({
    id,
    image_id: 1,
    category_id: 1,
    score: 0.5,
    bbox: [1, 2, 3, 4],
  }));
  const padded = JSON.stringify(records).padEnd(5 * 1024 ** 2);
  expect(await formatOfFile(inPieces("a.json", padded))).toEqual({ unread: "COCO results" });
  const truth = `{"annotations": ${padded}, "images": []}`;
  expect(await formatOfFile(inPieces("a.json", truth))).toBe("coco");
  expect(await formatOfFile(inPieces("a.json", '{"a": [1, 2]}'))).toBe(null);
});

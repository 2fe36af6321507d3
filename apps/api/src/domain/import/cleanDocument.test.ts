import type { AnnotationDocument, DocumentImage } from "@maskyard/annotations";
import { expect, test } from "vitest";
import { cleanDocument } from "./cleanDocument.ts";

const emptyLedger = {
  annotations: { read: 0, kept: 0, merged: 0, rounded: 0, clipped: 0, guessed: 0, dropped: 0 },
  images: { read: 0, matched: 0, missing: 0, ambiguous: 0, unmentioned: 0 },
  entries: [],
};

function documentOf(records: { name: string; raw: unknown }[], subset: string | null = null): AnnotationDocument {
  const image: DocumentImage = {
    key: "a.json images[0]",
    fileName: "a.jpg",
    matchedPath: "a.jpg",
    widthPx: null,
    heightPx: null,
    subset,
    annotations: records.map(({ name, raw }, index) => ({
      key: `annotations[${index}]`,
      categoryName: name,
      geometry: { type: "box" },
      boxXywhPx: [0, 0, 1, 1],
      areaPx: 1,
      isCrowd: false,
      raw,
    })),
  };
  return {
    format: "coco",
    categories: [...new Set(records.map(({ name }) => name))].map((name) => ({ name, sourceId: null })),
    images: [image],
    maskPaths: [],
    ledger: emptyLedger,
    coordinateFrame: "unknown",
  };
}

test("a document that can be stored is left as it is", () => {
  const document = documentOf([{ name: "wall 🧱", raw: { id: 1, note: "two\nlines" } }]);
  expect(cleanDocument(document)).toEqual({ document, remarks: [] });
  expect(cleanDocument(document).document).toBe(document);
});

test("names, records and subsets are cleaned, each with a remark, and classes stay apart", () => {
  const long = "x".repeat(300);
  const { document, remarks } = cleanDocument(
    documentOf(
      [
        { name: "wall\0", raw: { "label\0": "wall\0" } },
        { name: "wall\uFFFD", raw: {} },
        { name: `${long}a`, raw: { score: Number.POSITIVE_INFINITY } },
        { name: `${long}b`, raw: 1 },
        { name: "two\nlines", raw: null },
      ],
      "train\0",
    ),
  );
  const names = document.categories.map(({ name }) => name);
  expect(names).toEqual(["wall\uFFFD (2)", "wall\uFFFD", `${"x".repeat(199)}…`, `${"x".repeat(192)} (2)`, "two lines"]);
  expect(document.images[0]?.annotations.map(({ categoryName }) => categoryName)).toEqual(names);
  expect(document.images[0]?.annotations.map(({ raw }) => raw)).toEqual([
    { "label\uFFFD": "wall\uFFFD" },
    {},
    { score: "Infinity" },
    1,
    null,
  ]);
  expect(document.images[0]?.subset).toBe("train\uFFFD");
  expect(remarks.map(({ place }) => place)).toEqual([
    'the class "wall\uFFFD"',
    `the class ${JSON.stringify(`${"x".repeat(199)}…`)}`,
    `the class ${JSON.stringify(`${"x".repeat(199)}…`)}`,
    'the class "two lines"',
    "a.json images[0]",
  ]);
  expect(remarks.at(-1)?.reason).toContain("2 annotations");
});

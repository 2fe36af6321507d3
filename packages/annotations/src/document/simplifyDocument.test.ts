import { expect, it } from "vitest";
import { parseAnnotations } from "../formats/parseAnnotations.ts";
import { simplifyDocument } from "./simplifyDocument.ts";

it("tells of each outline how far it moved, and counts it as rounded", async () => {
  const file = {
    images: [{ id: 1, file_name: "a.jpg", width: 40, height: 40 }],
    categories: [{ id: 1, name: "car" }],
    annotations: [
      { id: 1, image_id: 1, category_id: 1, segmentation: [[0, 0, 5, 0.25, 10, 0, 10, 10, 0, 10]] },
      { id: 2, image_id: 1, category_id: 1, segmentation: [[20, 20, 30, 20, 30, 30]] },
      { id: 3, image_id: 1, category_id: 1, bbox: [1, 1, 5, 5] },
    ],
  };
  const source = { path: "a.json", text: async () => JSON.stringify(file) };
  const read = await parseAnnotations({ files: [source], imagePaths: ["a.jpg"] });
  const { document, simplification } = simplifyDocument(read, 1);
  expect(simplification).toEqual({
    tolerancePx: 1,
    annotations: 1,
    pointsBefore: 8,
    pointsAfter: 7,
    distancePxMax: 0.25,
  });
  const [first, ...others] = document.images[0]?.annotations ?? [];
  expect(first).toMatchObject({
    geometry: { parts: [{ outer: [0, 0, 10, 0, 10, 10, 0, 10] }] },
    boxXywhPx: [0, 0, 10, 10],
    areaPx: 100,
  });
  expect(others).toEqual(read.images[0]?.annotations.slice(1));
  expect(document.ledger.annotations).toMatchObject({ read: 3, kept: 2, rounded: 1 });
  expect(document.ledger.entries).toContainEqual({
    kind: "rounded",
    place: "a.json annotations[0]",
    reason: "simplified from 5 to 4 points: its outline moved by at most 0.25 px",
    annotations: 1,
  });
  expect(read.images[0]?.annotations[0]?.areaPx).toBe(98.75);
});

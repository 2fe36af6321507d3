import { expect, it } from "vitest";
import type { BoxXywhPx, DocumentAnnotation } from "../../document/types.ts";
import { exportInMemory } from "../../testing/readExport.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import { decodePng } from "../png/decodePng.ts";
import type { WritableDocument } from "../writing/OutputFile.ts";

const box = (key: string, categoryName: string, boxXywhPx: BoxXywhPx, isCrowd = false): DocumentAnnotation => ({
  ...{ key, categoryName, boxXywhPx, isCrowd, geometry: { type: "box" }, raw: null },
  areaPx: boxXywhPx[2] * boxXywhPx[3],
});

const documentOf = (annotations: DocumentAnnotation[], names = ["car", "#1"]): WritableDocument => ({
  categories: names.map((name) => ({ name, sourceId: null })),
  images: [
    {
      ...{ key: "a", fileName: "a.jpg", matchedPath: null, widthPx: 6, heightPx: 2, subset: "val" },
      annotations,
    },
  ],
});

const rowsOf = (content: string | Uint8Array | undefined) => {
  const { samples, widthPx } = decodePng(content as Uint8Array);
  return [...samples]
    .join(" ")
    .match(new RegExp(`(?:\\d+ ?){${widthPx}}`, "g"))
    ?.map((row) => row.trim());
};

it("writes a number an instance and a number a class, the smaller above, crowds not to be judged", async () => {
  const { written, entries } = exportInMemory(
    documentOf([
      box("small", "#1", [2, 0, 1, 1]),
      box("large", "car", [0, 0, 4, 2]),
      box("hidden", "car", [2, 0, 1, 1]),
      box("over it", "car", [4, 1, 1, 1]),
      box("crowd", "car", [3, 0, 3, 2], true),
    ]),
    "masks-indexed",
  );
  expect(entries.get("class_names.txt")).toBe("_background_\ncar\n#1\n");
  expect(rowsOf(entries.get("SegmentationObject/val/a.png"))).toEqual(["2 2 3 2 255 255", "2 2 2 2 4 255"]);
  expect(rowsOf(entries.get("SegmentationClass/val/a.png"))).toEqual(["1 1 1 1 255 255", "1 1 1 1 1 255"]);
  expect(written.amendments.map(({ place, kind }) => [place, kind])).toEqual([
    ["crowd", "dropped"],
    ["small", "dropped"],
    ["large", "clipped"],
    ["hidden", "guessed"],
    ["over it", "guessed"],
  ]);
  expect(written.amendments[2]?.reason).toContain("others cover 1 of its 8 pixels");
});

it("is known again by itself, with the classes and the subset", async () => {
  const document = documentOf([box("one", "#1", [0, 0, 2, 2]), box("two", "car", [3, 0, 2, 1])]);
  const { entries, written } = exportInMemory(document, "masks-indexed");
  const again = await parseAnnotations({
    files: [{ path: "class_names.txt", text: async () => entries.get("class_names.txt") as string }],
    imagePaths: [...written.imagePathOf.values(), ...[...entries.keys()].filter((path) => path.endsWith(".png"))],
    images: {
      sizePx: async () => ({ widthPx: 6, heightPx: 2 }),
      bytes: async (path) => entries.get(path) as Uint8Array,
    },
  });
  expect(again).toMatchObject({
    format: "masks",
    images: [
      {
        matchedPath: "images/val/a.jpg",
        subset: "val",
        annotations: [
          { categoryName: "#1", boxXywhPx: [0, 0, 2, 2] },
          { categoryName: "car", boxXywhPx: [3, 0, 2, 1] },
        ],
      },
    ],
  });
});

it("says which objects and classes have no number left", () => {
  const many = Array.from({ length: 256 }, (_, i) => `class ${i + 1}`);
  const classes = exportInMemory(
    documentOf([box("last", "class 254", [0, 0, 1, 1]), box("beyond", "class 255", [2, 0, 1, 1])], many),
    "masks-indexed",
  );
  expect(classes.written.amendments.map(({ place, kind }) => [place, kind])).toEqual([
    ["beyond", "dropped"],
    ["last", "guessed"],
  ]);
  const crowded = { ...documentOf([]).images[0], widthPx: 300, heightPx: 1 } as WritableDocument["images"][number];
  const objects = exportInMemory(
    {
      categories: [{ name: "car", sourceId: null }],
      images: [
        { ...crowded, annotations: Array.from({ length: 256 }, (_, i) => box(`${i + 1}`, "car", [i, 0, 1, 1])) },
      ],
    },
    "masks-indexed",
  );
  const dropped = objects.written.amendments.filter(({ kind }) => kind === "dropped").map(({ place }) => place);
  expect(dropped).toEqual(["255", "256"]);
});

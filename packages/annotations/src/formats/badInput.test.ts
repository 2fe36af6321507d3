import { describe, expect, it } from "vitest";
import type { AnnotationDocument, FormatName } from "../document/types.ts";
import { makeImport } from "../testing/makeImport.ts";
import { parseAnnotations } from "./parseAnnotations.ts";
import { decodeText } from "./reading/decodeText.ts";
import { FormatError } from "./reading/FormatError.ts";

/** One box as each format writes it: corner and size as the text that stands in the file, label and file name likewise. */
interface OneBox {
  readonly x?: string;
  readonly y?: string;
  readonly w?: string;
  readonly h?: string;
  readonly label?: string;
  readonly fileName?: string;
}
type WriteBox = (box: Required<OneBox>) => readonly [path: string, text: string];

const json = (text: string) => JSON.stringify(text);
/** Reckons with what is a number and leaves the rest as it stands. */
const reckon = (text: string, by: (value: number) => number): string =>
  Number.isFinite(Number(text)) ? String(by(Number(text))) : text;
const sum = (a: string, b: string): string => reckon(a, (value) => value + Number(b));

const FORMATS: Readonly<Record<string, { readonly format: FormatName; readonly write: WriteBox }>> = {
  coco: {
    format: "coco",
    write: ({ x, y, w, h, label, fileName }) => [
      "a.json",
      `{"images": [{"id": 0, "file_name": ${json(fileName)}, "width": 40, "height": 30}],
"categories": [{"id": 0, "name": ${json(label)}}],
"annotations": [{"id": 0, "image_id": 0, "category_id": 0, "bbox": [${x}, ${y}, ${w}, ${h}]}]}`,
    ],
  },
  labelme: {
    format: "labelme",
    write: ({ x, y, w, h, label, fileName }) => [
      "x.json",
      `{"version": "5.5.0", "imagePath": ${json(fileName)}, "imageData": null, "imageHeight": 30, "imageWidth": 40,
"shapes": [{"label": ${json(label)}, "shape_type": "rectangle", "points": [[${x}, ${y}], [${sum(x, w)}, ${sum(y, h)}]]}]}`,
    ],
  },
  voc: {
    format: "voc",
    write: ({ x, y, w, h, label, fileName }) => [
      "x.xml",
      `<annotation><filename>${fileName}</filename><size><width>40</width><height>30</height></size>
<object><name>${label}</name><bndbox><xmin>${x}</xmin><ymin>${y}</ymin><xmax>${sum(x, w)}</xmax><ymax>${sum(y, h)}</ymax></bndbox></object></annotation>`,
    ],
  },
  cvat: {
    format: "cvat",
    write: ({ x, y, w, h, label, fileName }) => [
      "annotations.xml",
      `<?xml version="1.0"?><annotations><image id="0" name="${fileName}" width="40" height="30">
<box label="${label}" xtl="${x}" ytl="${y}" xbr="${sum(x, w)}" ybr="${sum(y, h)}"/></image></annotations>`,
    ],
  },
  via: {
    format: "via",
    write: ({ x, y, w, h, label, fileName }) => [
      "via.json",
      `{"x-1": {"filename": ${json(fileName)}, "size": -1, "file_attributes": {}, "regions": [
{"shape_attributes": {"name": "rect", "x": ${x}, "y": ${y}, "width": ${w}, "height": ${h}}, "region_attributes": {"label": ${json(label)}}}]}}`,
    ],
  },
  "via csv": {
    format: "via",
    write: ({ x, y, w, h, label, fileName }) => {
      const cells = [`{"name":"rect","x":${x},"y":${y},"width":${w},"height":${h}}`, `{"label":${json(label)}}`].map(
        (cell) => `"${cell.replaceAll('"', '""')}"`,
      );
      return [
        "via.csv",
        `filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes\n${fileName},-1,"{}",1,0,${cells.join(",")}\n`,
      ];
    },
  },
  "label-studio": {
    format: "label-studio",
    write: ({ x, y, w, h, label, fileName }) => {
      const percent = (value: string, side: number) => reckon(value, (px) => (px * 100) / side);
      return [
        "tasks.json",
        `[{"id": 1, "data": {"image": ${json(fileName)}}, "annotations": [{"id": 1, "completed_by": 1, "result": [
{"id": "r", "original_width": 40, "original_height": 30, "type": "rectanglelabels", "value": {"x": ${percent(x, 40)}, "y": ${percent(y, 30)},
"width": ${percent(w, 40)}, "height": ${percent(h, 30)}, "rotation": 0, "rectanglelabels": [${json(label)}]}}]}]}]`,
      ];
    },
  },
  "makesense-csv": {
    format: "makesense-csv",
    write: ({ x, y, w, h, label, fileName }) => [
      "labels.csv",
      `label_name,bbox_x,bbox_y,bbox_width,bbox_height,image_name,image_width,image_height\n${[label, x, y, w, h, fileName, 40, 30].join(",")}\n`,
    ],
  },
  csv: {
    format: "csv",
    write: ({ x, y, w, h, label, fileName }) => [
      "boxes.csv",
      `file_name,label,x,y,width,height,image_width,image_height\n${[fileName, label, x, y, w, h, 40, 30].join(",")}\n`,
    ],
  },
};

const IMAGE = "a b 🚗.jpg";
const SOUND = { x: "1", y: "2", w: "10", h: "8", label: "größer", fileName: IMAGE };
const IMAGES = { [IMAGE]: [40, 30], "other.jpg": [40, 30] } as const;

describe.each(Object.entries(FORMATS))("%s", (_, { format, write }) => {
  const readText = (path: string, text: string, images: Record<string, readonly [number, number]> = IMAGES) =>
    parseAnnotations({ ...makeImport({ ...images, [path]: text }), format });
  const read = (box: OneBox) => readText(...write({ ...SOUND, ...box }));
  const kept = (document: AnnotationDocument) => document.images.flatMap(({ annotations }) => annotations);
  const entries = ({ ledger }: AnnotationDocument) =>
    ledger.entries.filter(({ kind }) => kind !== "warning").map(({ kind, reason }) => `${kind}: ${reason}`);

  it("reads spaces, umlauts and emoji in names, with a mark in front, as UTF-16, and with Windows line ends", async () => {
    const [path, text] = write(SOUND);
    const plain = await readText(path, text);
    expect(kept(plain)).toMatchObject([{ categoryName: "größer", boxXywhPx: [1, 2, 10, 8] }]);
    expect(plain.ledger.annotations).toMatchObject({ read: 1, kept: 1 });
    expect(plain.images.find(({ annotations }) => annotations.length > 0)?.matchedPath).toBe(IMAGE);
    const big = Buffer.from(`\ufeff${text}`, "utf16le").swap16();
    for (const bytes of [
      Buffer.from(`\ufeff${text}`),
      Buffer.from(`\ufeff${text}`, "utf16le"),
      big,
      Buffer.from(text.replaceAll("\n", "\r\n")),
    ]) {
      expect(kept(await readText(path, decodeText(bytes)))).toMatchObject([
        { categoryName: "größer", boxXywhPx: [1, 2, 10, 8] },
      ]);
    }
  });

  it("tells of names in another encoding", async () => {
    const [path, text] = write({ ...SOUND, fileName: "other.jpg" });
    const document = await readText(path, decodeText(Buffer.from(text, "latin1")));
    expect(document.ledger.entries).toContainEqual(
      expect.objectContaining({
        place: "category gr\ufffd\ufffder",
        reason: expect.stringMatching(/save the file as UTF-8/),
      }),
    );
  });

  it.each(["C:\\data\\set 1\\a b 🚗.jpg", "..\\..\\a b 🚗.jpg", "/home/someone/a b 🚗.jpg"])(
    "finds the image of %s",
    async (fileName) => {
      expect(kept(await read({ fileName }))).toHaveLength(1);
    },
  );

  it("counts the annotations of an image that did not come", async () => {
    const document = await read({ fileName: "gone.jpg" });
    expect(document.ledger).toMatchObject({ annotations: { read: 1, dropped: 1 }, images: { missing: 1 } });
    expect(entries(document)).toEqual([expect.stringMatching(/^dropped: no image file gone.jpg/)]);
  });

  it("cuts negative coordinates and huge sides to the image, and says so", async () => {
    const negative = await read({ x: "-4.5", y: "-1" });
    expect(kept(negative)).toMatchObject([{ boxXywhPx: [0, 0, 5.5, 7] }]);
    const huge = await read({ w: "100000", h: "9e5" });
    expect(kept(huge)).toMatchObject([{ boxXywhPx: [1, 2, 39, 28] }]);
    for (const document of [negative, huge]) {
      expect(document.ledger.annotations).toMatchObject({ read: 1, clipped: 1 });
      expect(entries(document)).toEqual([expect.stringMatching(/^clipped: cut to its image of 40 x 30/)]);
    }
  });

  it.each([
    ["far outside", { x: "1e6", y: "1e6" }],
    ["beyond what a number holds", { x: "1e400" }],
    ["without a width", { w: "0" }],
  ])("drops a box %s with a line", async (_name, box) => {
    const document = await read(box);
    expect(document.ledger.annotations).toMatchObject({ read: 1, dropped: 1 });
    expect(entries(document)).toHaveLength(1);
  });

  it("refuses NaN where the format has none, and drops its record where it is text", async () => {
    const outcome = await read({ x: "NaN" }).catch((error: unknown) => error);
    if (outcome instanceof FormatError) expect(outcome.message).toMatch(/line \d+: NaN and Infinity are not JSON/);
    else expect((outcome as AnnotationDocument).ledger.annotations).toMatchObject({ read: 1, dropped: 1 });
  });

  it("says where it is cut off, or reads what is whole, wherever it is cut", async () => {
    const [path, text] = write(SOUND);
    for (let length = 0; length < text.length; length += 3) {
      const outcome = await readText(path, text.slice(0, length)).catch((error: unknown) => error);
      if (outcome instanceof FormatError) expect(outcome.where).toMatch(path);
      else {
        const { read: count, dropped } = (outcome as AnnotationDocument).ledger.annotations;
        expect(kept(outcome as AnnotationDocument)).toHaveLength(count - dropped);
      }
    }
  });
});

it("tells ids apart that are one as numbers, and refuses one that two images have", async () => {
  const parse = (second: string) => {
    const images = `[{"id": 9007199254740992, "file_name": "a.jpg"}, {"id": ${second}, "file_name": "b.jpg"}]`;
    const annotations = `[{"id": 1, "image_id": 9007199254740993, "category_id": 1, "bbox": [0, 0, 2, 2]}]`;
    const text = `{"images": ${images}, "annotations": ${annotations}, "categories": [{"id": 1, "name": "car"}]}`;
    return parseAnnotations(makeImport({ "a.jpg": [4, 3], "b.jpg": [4, 3], "x.json": text }));
  };
  const { images } = await parse("9007199254740993");
  expect(images.map(({ fileName, annotations }) => [fileName, annotations.length])).toEqual([
    ["a.jpg", 0],
    ["b.jpg", 1],
  ]);
  await expect(parse("9007199254740992")).rejects.toThrow(
    "x.json images[1]: id 9007199254740992 stands for both a.jpg and b.jpg",
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnnotationDocument } from "../../document/types.ts";
import { makeImport } from "../../testing/makeImport.ts";
import { parseAnnotations } from "../parseAnnotations.ts";
import type { CsvColumns } from "./csvColumns.ts";
import { csvRows } from "./csvRows.ts";

const IMAGES = { "a.jpg": [40, 30], "b, c.jpg": [40, 30] } as const;
const read = (text: string, csvColumns?: CsvColumns) =>
  parseAnnotations({
    ...makeImport({ ...IMAGES, "boxes.csv": text }),
    format: "csv",
    reader: csvColumns === undefined ? {} : { csvColumns },
  });
const annotationsOf = (document: AnnotationDocument) => document.images.flatMap((image) => image.annotations);
const reasons = (document: AnnotationDocument) =>
  document.ledger.entries.map(({ kind, reason }) => `${kind}: ${reason}`);

describe("readCsv", () => {
  it("reads columns that a person names, in any order, and keeps the row", async () => {
    const document = await read('kind,high,wide,up,left,picture,note\ncar,8,10,2,1,a.jpg,"x, ""y"""\n', {
      file: "picture",
      label: "Kind",
      x: "left",
      y: "up",
      w: "wide",
      h: "high",
    });
    expect(annotationsOf(document)).toMatchObject([
      { key: "boxes.csv line 2", categoryName: "car", boxXywhPx: [1, 2, 10, 8], raw: { note: 'x, "y"', left: "1" } },
    ]);
    expect(document.ledger.annotations).toMatchObject({ read: 1, kept: 1 });
  });

  it("tells usual columns by their names, and says which", async () => {
    const text = "filename,width,height,class,xmin,ymin,xmax,ymax,split\na.jpg,40,30,car,1,2,11,10,valid\n";
    const document = await parseAnnotations(makeImport({ ...IMAGES, "boxes.csv": text }));
    expect(document.format).toBe("csv");
    expect(document.images[0]).toMatchObject({ widthPx: 40, heightPx: 30, subset: "val" });
    expect(annotationsOf(document)[0]?.boxXywhPx).toEqual([1, 2, 10, 8]);
    expect(reasons(document)[0]).toMatch(/taken by their names: file=filename,label=class,x=xmin,y=ymin,xmax=xmax/);
  });

  it("takes width for the box's where image_width is the image's, and for the image's otherwise", async () => {
    const boxes = await read("file_name,label,x,y,width,height,image_width,image_height\na.jpg,car,1,2,10,8,40,30\n");
    expect(annotationsOf(boxes)[0]?.boxXywhPx).toEqual([1, 2, 10, 8]);
    await expect(read("file_name,label,x,y,width,height\na.jpg,car,1,2,10,8\n")).rejects.toThrow(/w or xmax/);
  });

  it("reads semicolons with decimal commas, tabs, marks, quoted line breaks and empty rows", async () => {
    const german = await read(
      '\ufefffile;label;x;y;w;h\r\n"b, c.jpg";"gro\nß";1,5;2;10;8\r\n;;;;;\r\na.jpg;car;1;2;3;4',
    );
    expect(annotationsOf(german)).toMatchObject([
      { key: "boxes.csv line 2", categoryName: "gro\nß", boxXywhPx: [1.5, 2, 10, 8] },
      { key: "boxes.csv line 5", boxXywhPx: [1, 2, 3, 4] },
    ]);
    expect(annotationsOf(await read("file\tlabel\tx\ty\tw\th\na.jpg\tcar\t1\t2\t3\t4\n"))).toHaveLength(1);
  });

  it("drops what it cannot read, row by row", async () => {
    const rows = [
      "a.jpg,car,NaN,2,3,4",
      "a.jpg,,1,2,3,4",
      ",car,1,2,3,4",
      "a.jpg,car,1,2,0,4",
      "a.jpg,car,1e9,2,3,4",
      "gone.jpg,car,1,2,3,4",
      "a.jpg,car,1,2",
    ];
    const document = await read(["file,label,x,y,w,h", ...rows].join("\n"));
    expect(document.ledger.annotations).toMatchObject({ read: 7, kept: 0, dropped: 7 });
    expect(reasons(document).filter((one) => one.includes("column x"))).toEqual([
      'dropped: "NaN" in column x is no number',
    ]);
  });

  it("takes a row without a box for an image without objects", async () => {
    const document = await read("file,label,x,y,w,h\na.jpg,,,,,\n");
    expect(document.ledger).toMatchObject({ annotations: { read: 0 }, images: { matched: 1 } });
  });

  it("does not mix rows of two images that share a name", async () => {
    const document = await read("file,label,x,y,w,h,width,height\na.jpg,car,1,2,3,4,40,30\na.jpg,car,1,2,3,4,80,60\n");
    expect(document.ledger).toMatchObject({ annotations: { dropped: 2 }, images: { ambiguous: 1 } });
  });

  it("knows a table by the columns that a person names, beside other files", async () => {
    const document = await parseAnnotations({
      ...makeImport({ ...IMAGES, "boxes.csv": "Bild,Art,l,o,b,h\na.jpg,car,1,2,3,4\n", "notes.csv": "a,b\n1,2\n" }),
      reader: { csvColumns: { file: "bild", label: "Art", x: "l", y: "o", w: "b", h: "h" } },
    });
    expect([document.format, annotationsOf(document).length]).toEqual(["csv", 1]);
    expect(reasons(document)).toContain("warning: not a file of csv: not read");
  });

  it("says which columns there are when it cannot know", async () => {
    await expect(read("a,b,c\n1,2,3\n")).rejects.toThrow(
      /boxes.csv line 1: the header \(a, b, c\) does not say which columns hold file, label/,
    );
    await expect(read("a,b\n1,2\n", { file: "picture" })).rejects.toThrow(
      /there is no column "picture". Columns there are: a, b/,
    );
    await expect(read("")).rejects.toThrow(/the file is empty/);
  });
});

describe("csvRows", () => {
  it("gives fields back however they are quoted, with the line each row begins in", () => {
    const field = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", " ", ";", "ß"), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constant("id"), field, field), { minLength: 1, maxLength: 5 }), (rows) => {
        const quoted = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(","));
        const found: { line: number; fields: readonly string[] }[] = [];
        csvRows(quoted.join("\n"), (row) => found.push(row));
        expect(found.map(({ fields }) => fields)).toEqual(rows);
        let line = 1;
        for (const [i, row] of rows.entries()) {
          expect(found[i]?.line).toBe(line);
          line += row.join("").split("\n").length;
        }
      }),
    );
  });
});

import { CSV_FIELDS } from "@maskyard/annotations";
import { expect, it } from "vitest";
import { COLUMN_FIELDS, readColumns } from "./readerFlags.ts";

it("knows the fields that the csv reader knows", () => {
  expect(COLUMN_FIELDS).toEqual([...CSV_FIELDS]);
});

it("reads columns, also from several flags, and refuses what names none", () => {
  expect(readColumns("y=top, w=wide", readColumns("x=left"))).toEqual({ x: "left", y: "top", w: "wide" });
  expect(() => readColumns("left")).toThrow("--map left names no column");
  expect(() => readColumns("z=left")).toThrow("expected FIELD=COLUMN with one of file, label");
});

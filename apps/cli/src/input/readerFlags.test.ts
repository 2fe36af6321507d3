import { CSV_FIELDS } from "@maskyard/annotations";
import { Command } from "commander";
import { expect, it } from "vitest";
import { addReaderFlags, COLUMN_FIELDS, readColumns, readerOptionsOf, readerQueryOf } from "./readerFlags.ts";

it("knows the fields that the csv reader knows", () => {
  expect(COLUMN_FIELDS).toEqual([...CSV_FIELDS]);
});

it("reads columns, also from several flags, and refuses what names none", () => {
  expect(readColumns("y=top, w=wide", readColumns("x=left"))).toEqual({ x: "left", y: "top", w: "wide" });
  expect(() => readColumns("left")).toThrow("--map left names no column");
  expect(() => readColumns("z=left")).toThrow("expected FIELD=COLUMN with one of file, label");
});

it("gives what was said to the readers here and on the server alike, and nothing of what was not", () => {
  const flagsOf = (...args: string[]) => addReaderFlags(new Command()).parse(args, { from: "user" }).opts();
  const all = flagsOf(
    ...["--map", "x=left", "--voc-base", "1", "--class-attribute", "kind", "--frame", "raw", "--crowds", "objects"],
    ...["--tracks", "keyframes", "--mask-values", "threshold", "--coordinates", "fractions", "--no-scale-to-image"],
  );
  expect(readerOptionsOf(all)).toEqual({
    csvColumns: { x: "left" },
    vocBase: 1,
    classAttribute: "kind",
    coordinateFrame: "raw",
    crowds: "objects",
    tracks: "keyframes",
    maskValues: "threshold",
    coordinates: "fractions",
    scaleToImage: false,
  });
  expect(readerQueryOf(all)).toEqual({
    columns: "x=left",
    vocBase: "1",
    classAttribute: "kind",
    frame: "raw",
    crowds: "objects",
    tracks: "keyframes",
    maskValues: "threshold",
    coordinates: "fractions",
    scaleToImage: "false",
  });
  expect([readerOptionsOf(flagsOf()), readerQueryOf(flagsOf())]).toEqual([{}, {}]);
  expect(readerQueryOf(flagsOf("--scale-to-image"))).toEqual({ scaleToImage: "true" });
});

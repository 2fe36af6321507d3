import { expect, it } from "vitest";
import { parse } from "yaml";
import { makeDocument } from "../../testing/makeDocument.ts";
import { exportInMemory } from "../../testing/readExport.ts";
import { setOfYaml } from "./yoloSet.ts";

const dataYaml = (...args: Parameters<typeof makeDocument>): string =>
  exportInMemory(makeDocument(...args), "yolo-seg").entries.get("data.yaml") as string;

it("starts from the file's own folder, wherever Ultralytics is started", () => {
  const text = dataYaml([
    { path: "a.jpg", subset: "train" },
    { path: "b.jpg", subset: "test" },
  ]);
  expect(parse(text)).toEqual({ train: "images/train", val: "images/train", test: "images/test", names: ["car"] });
});

it("names the folder of all images twice where nothing is divided: Ultralytics asks for both", () => {
  expect(parse(dataYaml([{ path: "a.jpg" }]))).toMatchObject({ train: "images", val: "images" });
});

it("lists names in their order, as words also to Python's YAML", () => {
  const names = ["car", "no", "on", "y", "12:30", "1_000", "2026-01-01", "~", "", "=", "0x1F", ".5", '"a": b', "\\ #"];
  names.push("größer 🚗", "a\u007f\u0085\u2028b", "  edges ", "{x}", "- z", "w".repeat(200));
  const text = dataYaml([{ path: "a.jpg" }], names);
  expect(parse(text, { version: "1.1" }).names).toEqual(names);
  expect(parse(text).names).toEqual(names);
  // Python's reader refuses these anywhere, quoted or not.
  expect(text).not.toMatch(/[\x7f-\x84\x86-\x9f\ufeff]/);
  expect([...setOfYaml("data.yaml", text).names.values()].slice(0, 5)).toEqual(names.slice(0, 5));
});

it("lists more than ten names in the order of their numbers", () => {
  const names = Array.from({ length: 12 }, (_, i) => `class ${i}`);
  expect(parse(dataYaml([{ path: "a.jpg" }], names)).names).toEqual(names);
});

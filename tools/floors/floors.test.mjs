import { expect, it } from "vitest";
import { folderCycles } from "./folderCycles.mjs";
import { upwardImports } from "./upwardImports.mjs";
import { valueImports } from "./valueImports.mjs";

it("reads what a module loads, and not what it takes types from", () => {
  const source = `
import { a } from "./a.ts";
import type { B } from "./b.ts";
import { type C, type D } from "./c.ts";
import { type E, f } from "./e.ts";
import {
  type G,
  h,
} from "../g.ts";
import "./side.ts";
import fs from "node:fs";
export { i } from "./i.ts";
export type { J } from "./j.ts";
type K = import("./k.ts").K;
const l = await import("./l.ts");
`;
  expect(valueImports(source)).toEqual(["./a.ts", "./e.ts", "../g.ts", "./side.ts", "./i.ts", "./l.ts"]);
});

it("finds folders that load each other, also through a third, and names the imports", () => {
  const sources = new Map([
    ["a/one.ts", 'import { two } from "../b/two.ts";'],
    ["b/two.ts", 'import { three } from "../c/three.ts";\nimport { four } from "../d/four.ts";'],
    ["c/three.ts", 'import { other } from "../a/other.ts";'],
    ["a/other.ts", "export const other = 1;"],
    ["d/four.ts", 'import type { Two } from "../b/two.ts";'],
  ]);
  expect(folderCycles(sources)).toEqual([
    {
      folders: ["a", "b", "c"],
      imports: ["a/one.ts -> b/two.ts", "b/two.ts -> c/three.ts", "c/three.ts -> a/other.ts"],
    },
  ]);
});

it("counts a folder and the one above it as two", () => {
  const sources = new Map([
    ["index.ts", 'export { a } from "./a/a.ts";'],
    ["a/a.ts", 'import { base } from "../base.ts";'],
    ["base.ts", "export const base = 1;"],
  ]);
  expect(folderCycles(sources).map(({ folders }) => folders)).toEqual([[".", "a"]]);
});

it("lets a folder stand alone, and what leads out of it", () => {
  expect(folderCycles(new Map([["a/a.ts", 'import { b } from "./b.ts";\nimport x from "../gone.ts";']]))).toEqual([]);
});

it("finds imports that go up, or across a floor", () => {
  const sources = new Map([
    ["domain/run/a.ts", 'import { b } from "../image/b.ts";\nimport { c } from "../../graph/c.ts";'],
    ["graph/c.ts", 'import { a } from "../domain/run/a.ts";\nimport { d } from "../http/d.ts";'],
    ["main.ts", 'import { c } from "./graph/c.ts";'],
  ]);
  expect(upwardImports(sources, [["domain"], ["graph", "http"], ["server"]])).toEqual([
    "domain/run/a.ts -> graph/c.ts",
    "graph/c.ts -> http/d.ts",
  ]);
});

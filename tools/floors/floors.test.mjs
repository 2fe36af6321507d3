import { expect, it } from "vitest";
import { folderCycles } from "./folderCycles.mjs";
import { upwardImports } from "./upwardImports.mjs";
import { valueImports } from "./valueImports.mjs";
import { writesOn } from "./writesOn.mjs";

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

it("finds writes to the database above the floor that writes", () => {
  const sources = new Map([
    [
      "graph/view.ts",
      "const { count } = await context.prisma.savedView\n  .deleteMany({ where: { id } });\nawait transaction.run.updateManyAndReturn({ data });",
    ],
    [
      "http/experiment.ts",
      `const SQL = \`
WITH gone AS (
  UPDATE experiment SET archived_at = now() WHERE id = $1 RETURNING id
)
DELETE FROM run USING gone\`;
const b = "INSERT INTO run_favourite (run_id) VALUES ($1)";
const c = \`UPDATE \${table} SET name = $1\`;
const d = "DELETE FROM run";`,
    ],
    ["server/raw.ts", "await prisma.$executeRaw`SELECT 1`;\nconst a = `update run as r\n  set name = $1`;"],
    ["domain/savedView.ts", "await prisma.savedView.deleteMany({ where: { id } });"],
  ]);
  expect(writesOn(sources, ["graph", "http", "server"], ["Run", "SavedView"])).toEqual([
    "graph/view.ts:1: savedView .deleteMany(",
    "graph/view.ts:3: run.updateManyAndReturn(",
    "http/experiment.ts:3: UPDATE experiment SET",
    "http/experiment.ts:5: DELETE FROM run",
    "http/experiment.ts:6: INSERT INTO run_favourite (",
    `http/experiment.ts:7: UPDATE \${table} SET`,
    "http/experiment.ts:8: DELETE FROM run",
    "server/raw.ts:1: $executeRaw",
    "server/raw.ts:2: update run as r set",
  ]);
});

it("takes no lock, read, map or sentence for a write", () => {
  const source = `
const A = "SELECT 1 FROM run WHERE id = $1 FOR UPDATE OF run";
const statement = /\\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|COPY)\\b/g;
const description = "Tags that we delete from the run, or update to set them anew.";
this.views.delete(id);
map.run.get(id);
await context.prisma.savedView.findMany({ where: { id } });
const view = savedView.create;
`;
  expect(writesOn(new Map([["graph/a.ts", source]]), ["graph"], ["Run", "SavedView"])).toEqual([]);
});

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { folderCycles } from "./folderCycles.mjs";
import { upwardImports } from "./upwardImports.mjs";
import { writesOn } from "./writesOn.mjs";

/**
 * Floors within a workspace, lowest first: a folder may load those below it, and of its own floor all but the other folders named beside it.
 * @type {Readonly<Record<string, readonly (readonly string[])[]>>}
 */
const floorsOf = { "apps/api": [["domain"], ["graph", "http"], ["server"]] };

/**
 * Top folders of a workspace that write nothing to the database by themselves: they call those below, where each write of a noun stands once.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const withoutWrites = { "apps/api": ["graph", "http", "server"] };

/** @param {string} repositoryDir @returns {string | undefined} what is wrong */
export function floorsProblem(repositoryDir) {
  const problems = [];
  const models = modelsOf(path.join(repositoryDir, "prisma/models"));
  for (const workspace of ["apps", "packages"].flatMap((kind) =>
    readdirSync(path.join(repositoryDir, kind)).map((name) => `${kind}/${name}`),
  )) {
    const sources = sourcesOf(path.join(repositoryDir, workspace, "src"));
    const upward = upwardImports(sources, floorsOf[workspace] ?? []);
    if (upward.length > 0) {
      problems.push(`${workspace}: imports between floors go down only, and these do not:\n  ${upward.join("\n  ")}`);
    }
    const writes = writesOn(sources, withoutWrites[workspace] ?? [], models);
    if (writes.length > 0) {
      problems.push(
        `${workspace}: each write of a noun is a function of src/domain/NOUN, and these stand above it:\n  ${writes.join("\n  ")}`,
      );
    }
    const cycles = folderCycles(sources);
    if (cycles.length > 0) {
      const rings = cycles.map(({ folders, imports }) => `  ${folders.join(", ")}\n    ${imports.join("\n    ")}`);
      problems.push(
        `${workspace}: folders load each other in a ring. Imports between folders point one way:\n${rings.join("\n")}`,
      );
    }
  }
  return problems.length > 0 ? problems.join("\n\n") : undefined;
}

/** Names of the models in a folder of Prisma's schema. @param {string} directory */
function modelsOf(directory) {
  return readdirSync(directory)
    .filter((file) => file.endsWith(".prisma"))
    .flatMap((file) => [...readFileSync(path.join(directory, file), "utf8").matchAll(/^model\s+(\w+)/gm)])
    .map(([, name]) => /** @type {string} */ (name));
}

/** Modules of a folder but tests and generated ones. @param {string} directory */
function sourcesOf(directory) {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$|(^|\/)(generated|testing)\//.test(file));
  return new Map(files.map((file) => [file, readFileSync(path.join(directory, file), "utf8")]));
}

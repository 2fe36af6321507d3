import path from "node:path";
import { valueImports } from "./valueImports.mjs";

/**
 * Imports that lead to a higher floor, or to another folder of the same one.
 * @param {ReadonlyMap<string, string>} sources module by its path, with "/"
 * @param {readonly (readonly string[])[]} floors the top folders of each, lowest first; what is in none of them is not looked at
 * @returns {string[]} "domain/a.ts -> graph/b.ts"
 */
export function upwardImports(sources, floors) {
  /** @param {string} file */
  const top = (file) => /** @type {string} */ (file.split("/")[0]);
  /** @param {string} file */
  const levelOf = (file) => floors.findIndex((folders) => folders.includes(top(file)));
  return [...sources].flatMap(([file, source]) =>
    valueImports(source)
      .map((specifier) => path.posix.join(path.posix.dirname(file), specifier))
      .filter((target) => levelOf(file) >= 0 && levelOf(target) >= levelOf(file) && top(target) !== top(file))
      .map((target) => `${file} -> ${target}`),
  );
}

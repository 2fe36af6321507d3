const statement =
  /^(?:import|export)\s+(type\s+)?([^;'"]*?)\s*from\s+"(\.[^"]+)"|^import\s+"(\.[^"]+)"|\bimport\(\s*"(\.[^"]+)"\s*\)/gm;

/**
 * The relative modules that a TypeScript module loads when it runs: its imports and re-exports but for those of types alone, which the
 * compiler removes. Code is written by Biome here, so that a statement begins its line.
 * @param {string} source
 * @returns {string[]}
 */
export function valueImports(source) {
  const found = [];
  for (const [whole, isType, names = "", named, bare, dynamic] of source.matchAll(statement)) {
    if (dynamic !== undefined) {
      // `typeof import("./a.ts")` and `import("./a.ts").Name` in a type load nothing; `await import(…)` does.
      if (new RegExp(`await\\s+${whole.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`).test(source)) found.push(dynamic);
      continue;
    }
    if (isType) continue;
    const braced = /^\{([\s\S]*)\}$/.exec(names.trim());
    const members = braced?.[1]
      ?.split(",")
      .map((member) => member.trim())
      .filter(Boolean);
    if (members && members.length > 0 && members.every((member) => member.startsWith("type "))) continue;
    found.push(/** @type {string} */ (named ?? bare));
  }
  return found;
}

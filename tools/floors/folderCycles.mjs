import path from "node:path";
import { valueImports } from "./valueImports.mjs";

/**
 * Folders whose files load each other in a ring, directly or through others.
 * @param {ReadonlyMap<string, string>} sources module by its path, with "/"
 * @returns {{ folders: string[], imports: string[] }[]} of each ring its folders, and the imports that make it, as "a/x.ts -> b/y.ts"
 */
export function folderCycles(sources) {
  /** @type {Map<string, Map<string, string[]>>} */
  const graph = new Map();
  for (const [file, source] of sources) {
    const folder = path.posix.dirname(file);
    if (!graph.has(folder)) graph.set(folder, new Map());
    for (const specifier of valueImports(source)) {
      const target = path.posix.normalize(path.posix.join(folder, specifier));
      const targetFolder = path.posix.dirname(target);
      if (targetFolder === folder || !sources.has(target)) continue;
      const edges = /** @type {Map<string, string[]>} */ (graph.get(folder));
      edges.set(targetFolder, [...(edges.get(targetFolder) ?? []), `${file} -> ${target}`]);
    }
  }
  return stronglyConnected(graph)
    .filter((folders) => folders.length > 1)
    .map((folders) => ({
      folders: folders.sort(),
      imports: folders.flatMap((from) =>
        [...(graph.get(from) ?? [])].filter(([to]) => folders.includes(to)).flatMap(([, imports]) => imports),
      ),
    }));
}

/**
 * Tarjan's strongly connected components.
 * @param {Map<string, Map<string, unknown>>} graph
 * @returns {string[][]}
 */
function stronglyConnected(graph) {
  /** @type {Map<string, { index: number, low: number, onStack: boolean }>} */
  const seen = new Map();
  /** @type {string[]} */
  const stack = [];
  /** @type {string[][]} */
  const components = [];
  /** @param {string} node */
  const visit = (node) => {
    const mark = { index: seen.size, low: seen.size, onStack: true };
    seen.set(node, mark);
    stack.push(node);
    for (const next of graph.get(node)?.keys() ?? []) {
      const other = seen.get(next) ?? visit(next);
      if (other.onStack) mark.low = Math.min(mark.low, other.low);
    }
    if (mark.low === mark.index) {
      const component = stack.splice(stack.indexOf(node));
      for (const member of component) /** @type {{ onStack: boolean }} */ (seen.get(member)).onStack = false;
      components.push(component);
    }
    return mark;
  };
  for (const node of graph.keys()) if (!seen.has(node)) visit(node);
  return components;
}

/** The folders that files lie in, by path: "a/b/c.txt" lies in "a" and "a/b". */
export function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.indexOf("/"); end !== -1; end = path.indexOf("/", end + 1)) folders.add(path.slice(0, end));
  }
  return [...folders].sort();
}

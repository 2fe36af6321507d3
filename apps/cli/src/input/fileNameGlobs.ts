/**
 * Whether a path fits one of the patterns: `*` is any text and `?` one character. Without "/" a pattern is held against the name without
 * folders, as in .gitignore and in the patterns of splits.
 */
export function fileNameGlobs(patterns: readonly string[]): (path: string) => boolean {
  const tests = patterns.map((pattern) => {
    const text = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    const expression = new RegExp(`^${text.replaceAll("*", ".*").replaceAll("?", ".")}$`, "su");
    return (path: string) => expression.test(pattern.includes("/") ? path : path.slice(path.lastIndexOf("/") + 1));
  });
  return (path) => tests.some((test) => test(path));
}

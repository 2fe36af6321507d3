/** A pattern that names nothing: most likely a slip of the pen, and a run that trains what it should not. */
export class UnmatchedPatternError extends Error {
  override readonly name = "UnmatchedPatternError";
  constructor(
    readonly setting: string,
    readonly pattern: string,
    names: Iterable<string>,
  ) {
    const groups = [...new Set(Array.from(names, groupOf))].join(", ");
    super(`${setting}: no parameter is called or begins with "${pattern}"; the names begin with ${groups}`);
  }
}

/**
 * Of the names those that a pattern picks: as the beginning of a name ("backbone.body.layer1", "rpn."), or, where it has a
 * "*" (anything) or "?" (one character), as the whole of it ("*.bias").
 *
 * @param setting where the patterns come from, for the error
 * @throws UnmatchedPatternError for the first pattern that picks none
 */
export function matchNames(setting: string, patterns: readonly string[], names: Iterable<string>): Set<string> {
  const all = [...names];
  const matched = new Set<string>();
  for (const pattern of patterns) {
    const picks = matcherOf(pattern);
    const found = all.filter(picks);
    if (found.length === 0) throw new UnmatchedPatternError(setting, pattern, all);
    for (const name of found) matched.add(name);
  }
  return matched;
}

function matcherOf(pattern: string): (name: string) => boolean {
  if (!/[*?]/.test(pattern)) return (name) => name.startsWith(pattern);
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const whole = new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
  return (name) => whole.test(name);
}

/** "backbone.body.layer1", "rpn.head", ...: as far into a name as someone who freezes by name will go. */
function groupOf(name: string): string {
  return name
    .split(".")
    .slice(0, name.startsWith("backbone.") ? 3 : 2)
    .join(".");
}

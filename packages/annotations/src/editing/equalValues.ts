/** Whether two JSON values are equal, key by key. Values that are the same object are not looked into. */
export function equalValues(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((value, i) => equalValues(value, b[i]));
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equalValues(a[key as never], b[key as never]));
}

/** The fields in which `to` differs from `from`. */
export function changedFields<Content extends object>(from: Content, to: Content): (keyof Content & string)[] {
  const names = new Set([...Object.keys(from), ...Object.keys(to)]) as Set<keyof Content & string>;
  return [...names].filter((name) => !equalValues(from[name], to[name]));
}

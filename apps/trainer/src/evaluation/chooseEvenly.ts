/** At most `count` of the items, evenly spread over their order; the same ones every time. */
export function chooseEvenly<T>(items: readonly T[], count: number | null): T[] {
  if (count === null || count >= items.length) return [...items];
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)] as T);
}

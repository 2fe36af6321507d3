/** vitest's own comparison takes minutes for eleven million numbers. */
export function sameNumbers(a: Float32Array | undefined, b: Float32Array | undefined): boolean {
  return a !== undefined && b !== undefined && a.length === b.length && a.every((value, index) => value === b[index]);
}

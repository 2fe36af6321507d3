/**
 * Numbers the 4-connected pieces of a mask from 1 in reading order of their first pixel; background is 0.
 * @param maskRowMajor pixel (y, x) at `y * widthPx + x`; non-zero is foreground.
 * @param isByValue whether pixels of two values are of two pieces.
 */
export function labelComponents(
  maskRowMajor: ArrayLike<number>,
  heightPx: number,
  widthPx: number,
  isByValue = false,
): Int32Array {
  if (maskRowMajor.length !== heightPx * widthPx) {
    throw new RangeError(`labelComponents: expected ${heightPx} x ${widthPx} mask values, got ${maskRowMajor.length}`);
  }
  const labels = new Int32Array(maskRowMajor.length);
  const stack: number[] = [];
  let count = 0;
  const visit = (i: number, value: number): void => {
    if ((isByValue ? maskRowMajor[i] === value : maskRowMajor[i] !== 0) && labels[i] === 0) {
      labels[i] = count;
      stack.push(i);
    }
  };
  for (let start = 0; start < maskRowMajor.length; start++) {
    if (maskRowMajor[start] === 0 || labels[start] !== 0) continue;
    count++;
    const value = maskRowMajor[start] as number;
    visit(start, value);
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      const x = i % widthPx;
      if (x > 0) visit(i - 1, value);
      if (x < widthPx - 1) visit(i + 1, value);
      if (i >= widthPx) visit(i - widthPx, value);
      if (i + widthPx < maskRowMajor.length) visit(i + widthPx, value);
    }
  }
  return labels;
}

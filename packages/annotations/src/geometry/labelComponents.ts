/**
 * Numbers the 4-connected pieces of a mask from 1 in reading order of their first pixel; background is 0.
 * @param maskRowMajor pixel (y, x) at `y * widthPx + x`; non-zero is foreground.
 */
export function labelComponents(maskRowMajor: ArrayLike<number>, heightPx: number, widthPx: number): Int32Array {
  if (maskRowMajor.length !== heightPx * widthPx) {
    throw new RangeError(`labelComponents: expected ${heightPx} x ${widthPx} mask values, got ${maskRowMajor.length}`);
  }
  const labels = new Int32Array(maskRowMajor.length);
  const stack: number[] = [];
  let count = 0;
  const visit = (i: number): void => {
    if (maskRowMajor[i] !== 0 && labels[i] === 0) {
      labels[i] = count;
      stack.push(i);
    }
  };
  for (let start = 0; start < maskRowMajor.length; start++) {
    if (maskRowMajor[start] === 0 || labels[start] !== 0) continue;
    count++;
    visit(start);
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      const x = i % widthPx;
      if (x > 0) visit(i - 1);
      if (x < widthPx - 1) visit(i + 1);
      if (i >= widthPx) visit(i - widthPx);
      if (i + widthPx < maskRowMajor.length) visit(i + widthPx);
    }
  }
  return labels;
}

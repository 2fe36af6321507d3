/** torchvision/ops/boxes.py: areas and intersection over union of x1, y1, x2, y2 boxes. */

export function boxArea(boxesXyxyPx: Float32Array, index: number): number {
  const offset = index * 4;
  return (
    ((boxesXyxyPx[offset + 2] as number) - (boxesXyxyPx[offset] as number)) *
    ((boxesXyxyPx[offset + 3] as number) - (boxesXyxyPx[offset + 1] as number))
  );
}

/** Intersection over union of box `i` of `a` and box `j` of `b`, in 0..1. */
export function boxIou(a: Float32Array, i: number, b: Float32Array, j: number): number {
  const p = i * 4;
  const q = j * 4;
  const width = Math.min(a[p + 2] as number, b[q + 2] as number) - Math.max(a[p] as number, b[q] as number);
  if (width <= 0) return 0;
  const height = Math.min(a[p + 3] as number, b[q + 3] as number) - Math.max(a[p + 1] as number, b[q + 1] as number);
  if (height <= 0) return 0;
  const intersection = width * height;
  return intersection / (boxArea(a, i) + boxArea(b, j) - intersection);
}

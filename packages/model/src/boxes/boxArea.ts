/** torchvision/ops/boxes.py: the area of box `index` of `[n, 4]` x1, y1, x2, y2. */
export function boxArea(boxesXyxyPx: Float32Array, index: number): number {
  const offset = index * 4;
  return (
    ((boxesXyxyPx[offset + 2] as number) - (boxesXyxyPx[offset] as number)) *
    ((boxesXyxyPx[offset + 3] as number) - (boxesXyxyPx[offset + 1] as number))
  );
}

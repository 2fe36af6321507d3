import type { PointPx } from "./Point.ts";

/** Convex hull by Andrew's monotone chain; the first point is not repeated. */
export function convexHull(points: readonly PointPx[]): PointPx[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  const lower = halfHull(sorted);
  const upper = halfHull(sorted.reverse());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function halfHull(sorted: readonly PointPx[]): PointPx[] {
  const hull: PointPx[] = [];
  for (const point of sorted) {
    while (hull.length >= 2 && turn(hull.at(-2) as PointPx, hull.at(-1) as PointPx, point) <= 0) hull.pop();
    hull.push(point);
  }
  return hull;
}

function turn(a: PointPx, b: PointPx, c: PointPx): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

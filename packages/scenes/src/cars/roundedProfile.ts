/** An open profile with its inner corners rounded; the first and the last point stay. */
export function roundedProfile(points: readonly (readonly [number, number])[], cutM: number): [number, number][] {
  const rounded: [number, number][] = [];
  points.forEach((corner, i) => {
    const previous = points[i - 1];
    const next = points[i + 1];
    if (previous === undefined || next === undefined) {
      rounded.push([corner[0], corner[1]]);
      return;
    }
    const from = along(corner, previous, cutM);
    const to = along(corner, next, cutM);
    for (const t of [0, 0.35, 0.65, 1]) {
      const u = 1 - t;
      rounded.push([
        u * u * from[0] + 2 * u * t * corner[0] + t * t * to[0],
        u * u * from[1] + 2 * u * t * corner[1] + t * t * to[1],
      ]);
    }
  });
  return rounded;
}

function along(from: readonly [number, number], to: readonly [number, number], distance: number): [number, number] {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const share = Math.min(distance / Math.sqrt(dx * dx + dy * dy), 0.45);
  return [from[0] + dx * share, from[1] + dy * share];
}

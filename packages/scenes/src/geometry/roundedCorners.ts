/**
 * A closed polygon whose corners are replaced by short curves (quadratic, three chords each).
 * @param cut distance from each corner, in the points' own unit, at which its curve begins; at most a third of an edge.
 */
export function roundedCorners(corners: readonly (readonly [number, number])[], cut: number): [number, number][] {
  const rounded: [number, number][] = [];
  for (let i = 0; i < corners.length; i++) {
    const previous = corners[(i + corners.length - 1) % corners.length] as readonly [number, number];
    const corner = corners[i] as readonly [number, number];
    const next = corners[(i + 1) % corners.length] as readonly [number, number];
    const from = towards(corner, previous, cut);
    const to = towards(corner, next, cut);
    for (const t of [0, 0.33, 0.67, 1]) {
      const u = 1 - t;
      rounded.push([
        u * u * from[0] + 2 * u * t * corner[0] + t * t * to[0],
        u * u * from[1] + 2 * u * t * corner[1] + t * t * to[1],
      ]);
    }
  }
  return rounded;
}

function towards(from: readonly [number, number], to: readonly [number, number], distance: number): [number, number] {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const length = Math.sqrt(dx * dx + dy * dy);
  const share = length === 0 ? 0 : Math.min(distance / length, 0.33);
  return [from[0] + dx * share, from[1] + dy * share];
}

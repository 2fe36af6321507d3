/** Points of an ellipse, in the unit of its radii. */
export function circlePoints(
  x: number,
  y: number,
  radiusX: number,
  radiusY: number = radiusX,
  points = 20,
): [number, number][] {
  return Array.from({ length: points }, (_, i) => {
    const angle = (2 * Math.PI * i) / points;
    return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)];
  });
}

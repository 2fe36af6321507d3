/**
 * A polygon of an ellipse's own area (its corners lie a little outside), at most a tenth of a pixel off it.
 * @param turnRadians clockwise on the screen.
 */
export function ellipseRing(
  [centreX, centreY]: readonly [number, number],
  [radiusX, radiusY]: readonly [number, number],
  turnRadians = 0,
): number[] {
  const radius = Math.max(radiusX, radiusY);
  const corners = Math.min(256, Math.max(16, Math.ceil(Math.PI / Math.acos(1 - Math.min(1, 0.1 / radius)))));
  const angle = (2 * Math.PI) / corners;
  const reach = Math.sqrt(angle / Math.sin(angle));
  const [cos, sin] = [Math.cos(turnRadians), Math.sin(turnRadians)];
  return Array.from({ length: corners }, (_, i) => {
    const x = reach * radiusX * Math.cos(i * angle);
    const y = reach * radiusY * Math.sin(i * angle);
    return [centreX + x * cos - y * sin, centreY + x * sin + y * cos];
  }).flat();
}

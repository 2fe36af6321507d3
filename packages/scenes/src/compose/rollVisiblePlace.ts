import type { PointM } from "../geometry/Point.ts";
import type { Dice } from "../random/Dice.ts";
import type { Stage } from "./Stage.ts";

/**
 * A place at the given distance from the street's middle line that the camera sees: its column is drawn first, so that
 * near and far things are spread over the picture, not over the street. Null where the draw falls out of reach.
 */
export function rollVisiblePlace(
  dice: Dice,
  stage: Stage,
  acrossM: number,
  nearM: number,
  farM: number,
): PointM | null {
  const { camera } = stage;
  const { positionM, yawRad, focalPx } = camera.pose;
  const column = dice.range(-0.04, 1.04) * camera.widthPx;
  const direction = yawRad + Math.atan((column - camera.widthPx / 2) / focalPx);
  const sin = Math.sin(direction);
  const cos = Math.cos(direction);
  // Looking nearly along the row, any distance shows it in about this column.
  const isAlong = Math.abs(sin) < 0.05;
  const away = isAlong ? dice.range(nearM, farM) : (acrossM - positionM[1]) / sin;
  const at: PointM = [positionM[0] + away * cos, acrossM, 0];
  const distance = camera.groundDistanceM(at);
  if (away <= 0 || distance < nearM || distance > farM || camera.depthM(at) < nearM * 0.7) return null;
  return at;
}

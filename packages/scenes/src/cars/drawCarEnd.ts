import { type Color, mixColors } from "../drawing/Color.ts";
import type { Drawing } from "../drawing/Drawing.ts";
import type { CarBrush } from "./CarBrush.ts";
import type { CarLook } from "./drawCar.ts";

/** Lamps, number plate, grille and bumper of the end that faces the camera: 1 the nose, -1 the tail. */
export function drawCarEnd(
  brush: CarBrush,
  drawing: Drawing,
  look: CarLook,
  end: 1 | -1,
  lower: readonly (readonly [number, number])[],
): void {
  const { car, stage, scalePx } = brush;
  if (scalePx < 4) return;
  const beltZ = car.shape.greenhouse[0][1];
  const extremes = lower.filter(([x]) => Math.sign(x) === end);
  const xAt = (z: number): number => {
    const sorted = [...extremes].sort((a, b) => Math.abs(a[1] - z) - Math.abs(b[1] - z));
    const near = sorted.slice(0, 2);
    return near.reduce((sum, [x]) => sum + x, 0) / near.length;
  };
  const middleX = xAt(0.6);
  if (!brush.isSeen([middleX, 0, 0.6], [end, 0, 0])) return;
  const patch = (left: number, right: number, low: number, high: number, color: Color, opacity = 1): void => {
    const corner = (side: number, z: number): number[] => {
      const x = xAt(z) * 0.995;
      return [x, side * car.halfWidthM(x, z), z];
    };
    drawing.fill(
      brush.face([corner(left, low), corner(right, low), corner(right, high), corner(left, high)]),
      color,
      opacity,
    );
  };
  const lit = (color: Color): Color => stage.lit(color, null, car.centre);
  const bottom = (lower[0] as readonly [number, number])[1];
  patch(-0.97, 0.97, bottom, bottom + 0.16, lit([0.11, 0.11, 0.12]), 0.9);
  if (end === 1) {
    patch(-0.5, 0.5, beltZ * 0.46, beltZ * 0.64, lit([0.07, 0.07, 0.08]));
    if (scalePx > 14) patch(-0.5, 0.5, beltZ * 0.545, beltZ * 0.565, lit([0.6, 0.6, 0.62]));
    const lamp = look.lightsOn ? stage.glowing([1, 0.98, 0.85], car.centre) : lit([0.9, 0.92, 0.93]);
    for (const side of [-1, 1]) patch(side * 0.58, side * 0.95, beltZ * 0.6, beltZ * 0.75, lamp);
  } else {
    const red: Color = look.lightsOn ? stage.glowing([0.98, 0.16, 0.12], car.centre) : lit([0.66, 0.07, 0.08]);
    const tall = car.shape.greenhouse[1][1] > 1.85 || car.shape.name === "off-roader";
    for (const side of [-1, 1]) {
      patch(side * (tall ? 0.8 : 0.6), side * 0.96, beltZ * (tall ? 0.56 : 0.68), beltZ * 0.9, red);
      if (scalePx > 14)
        patch(side * (tall ? 0.8 : 0.6), side * 0.96, beltZ * 0.74, beltZ * 0.79, lit([0.95, 0.8, 0.7]), 0.8);
    }
    if (scalePx > 14) patch(-0.95, 0.95, beltZ * 0.635, beltZ * 0.65, lit(mixColors(look.body, [0, 0, 0], 0.6)));
  }
  const plateZ = end === 1 ? 0.36 : beltZ * 0.5;
  patch(-0.3, 0.3, plateZ, plateZ + 0.13, lit([0.93, 0.93, 0.9]));
  if (scalePx > 18) patch(-0.24, 0.24, plateZ + 0.045, plateZ + 0.085, lit([0.2, 0.2, 0.25]), 0.8);
}

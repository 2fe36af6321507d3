import { Camera } from "../camera/Camera.ts";
import type { Dice } from "../random/Dice.ts";
import type { StreetPlan } from "../street/StreetPlan.ts";

type ViewKind = "along" | "oblique" | "across" | "high";

/** Where the photographer stands: in the street, on the far pavement, or at a window. */
export function rollCamera(dice: Dice, plan: StreetPlan, widthPx: number, heightPx: number): Camera {
  const view = dice.weighted<ViewKind>([
    ["along", 4],
    ["oblique", 4],
    ["across", 3],
    ["high", 2],
  ]);
  const side = dice.sign();
  const roll = dice.range(-0.025, 0.025);
  const pose = (yaw: number, across: number, up: number, pitch: number, focalShare: number): Camera =>
    new Camera(
      { positionM: [0, across, up], yawRad: yaw, pitchRad: pitch, rollRad: roll, focalPx: focalShare * widthPx },
      widthPx,
      heightPx,
    );
  switch (view) {
    case "along": {
      const across = dice.chance(0.5) ? dice.range(-2, 2) : side * dice.range(plan.roadHalfM - 0.5, plan.frontM - 1.5);
      // From a pavement the street is to the other side.
      const yaw = across > 2 ? -dice.range(0, 0.3) : across < -2 ? dice.range(0, 0.3) : dice.range(-0.2, 0.2);
      return pose(yaw, across, dice.range(1.5, 2.5), dice.range(0.01, 0.09), dice.range(0.8, 1.25));
    }
    case "oblique":
      return pose(
        side * dice.range(0.4, 1),
        -side * dice.range(plan.roadHalfM + 0.5, plan.frontM - 0.6),
        dice.range(1.5, 2.4),
        dice.range(0.02, 0.1),
        dice.range(0.8, 1.2),
      );
    case "across":
      return pose(
        side * dice.range(1.15, 1.65),
        -side * dice.range(plan.frontM - 1, plan.frontM + 5),
        dice.range(1.5, 2.3),
        dice.range(0.0, 0.06),
        dice.range(0.85, 1.35),
      );
    case "high":
      return pose(
        side * dice.range(0.1, 1.3),
        -side * dice.range(plan.roadHalfM, plan.frontM),
        dice.range(4, 7.5),
        dice.range(0.16, 0.32),
        dice.range(0.8, 1.1),
      );
  }
}

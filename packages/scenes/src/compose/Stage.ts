import type { Camera } from "../camera/Camera.ts";
import type { Color } from "../drawing/Color.ts";
import type { PointM } from "../geometry/Point.ts";
import { type Atmosphere, hazed, litColor } from "../light/Atmosphere.ts";

/** Where the camera stands and what the light is like: all that a thing needs to be drawn. */
export class Stage {
  readonly camera: Camera;
  readonly air: Atmosphere;

  constructor(camera: Camera, air: Atmosphere) {
    this.camera = camera;
    this.air = air;
  }

  /** A surface's colour as the camera sees it. @param normal unit vector, or null for round things. */
  lit(base: Color, normal: PointM | null, at: PointM): Color {
    return litColor(this.air, base, normal, this.camera.groundDistanceM(at));
  }

  /** A lamp's colour as the camera sees it. */
  glowing(color: Color, at: PointM): Color {
    return hazed(this.air, color, this.camera.groundDistanceM(at));
  }
}

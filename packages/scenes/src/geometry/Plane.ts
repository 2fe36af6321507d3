import type { PointM } from "./Point.ts";

/** An upright plane in the street: u runs along it to the right as seen from its front, v runs up, both in metres. */
export class Plane {
  readonly origin: PointM;
  /** Unit vector out of the front. */
  readonly normal: PointM;
  readonly #uAlong: number;
  readonly #uAcross: number;

  /** @param facingRad the direction the front looks to: 0 along the street, a quarter turn across it to the right. */
  constructor(origin: PointM, facingRad: number) {
    this.origin = origin;
    this.normal = [Math.cos(facingRad), Math.sin(facingRad), 0];
    // Seen from its front, right is a quarter turn back from where the front looks.
    this.#uAlong = Math.sin(facingRad);
    this.#uAcross = -Math.cos(facingRad);
  }

  toStreet(u: number, v: number): PointM {
    return [this.origin[0] + u * this.#uAlong, this.origin[1] + u * this.#uAcross, this.origin[2] + v];
  }

  facesPoint(point: PointM): boolean {
    return (point[0] - this.origin[0]) * this.normal[0] + (point[1] - this.origin[1]) * this.normal[1] > 0;
  }
}

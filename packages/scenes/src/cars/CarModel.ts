import type { PointM } from "../geometry/Point.ts";
import type { CarShape } from "./carShapes.ts";

/** Where a car stands. */
export interface CarPlace {
  readonly alongM: number;
  readonly acrossM: number;
  /** 0 faces along the street, a quarter turn faces across it to the right. */
  readonly headingRad: number;
}

/** A car's own frame (x forward, y to its right, z up, metres) laid into the street. */
export class CarModel {
  readonly shape: CarShape;
  readonly place: CarPlace;
  readonly #cos: number;
  readonly #sin: number;
  readonly #halfLengthM: number;

  constructor(shape: CarShape, place: CarPlace) {
    this.shape = shape;
    this.place = place;
    this.#cos = Math.cos(place.headingRad);
    this.#sin = Math.sin(place.headingRad);
    this.#halfLengthM = Math.max(...shape.lower.map(([x]) => Math.abs(x)));
  }

  toStreet(x: number, y: number, z: number): PointM {
    return [this.place.alongM + x * this.#cos - y * this.#sin, this.place.acrossM + x * this.#sin + y * this.#cos, z];
  }

  directionToStreet(x: number, y: number, z: number): PointM {
    return [x * this.#cos - y * this.#sin, x * this.#sin + y * this.#cos, z];
  }

  fromStreet(point: PointM): PointM {
    const along = point[0] - this.place.alongM;
    const across = point[1] - this.place.acrossM;
    return [along * this.#cos + across * this.#sin, -along * this.#sin + across * this.#cos, point[2]];
  }

  get centre(): PointM {
    return this.toStreet(0, 0, 0.7);
  }

  get lengthM(): number {
    return this.#halfLengthM * 2;
  }

  /** Half the width at a place of the profile: narrower at nose and tail, and towards the roof. */
  halfWidthM(x: number, z: number): number {
    const share = Math.abs(x) / this.#halfLengthM;
    const ends = 1 - 0.13 * share * share * share * share;
    const beltM = this.shape.greenhouse[0][1];
    const boxy = this.shape.greenhouse[1][1] > 1.85 ? 0.1 : 0.24;
    const lean = Math.max(0, z - beltM) * boxy;
    const tuck = Math.max(0, 0.5 - z) * 0.12;
    return (this.shape.widthM / 2) * ends - lean - tuck;
  }
}

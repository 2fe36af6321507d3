import type { PointM, PointPx } from "../geometry/Point.ts";

export interface CameraPose {
  readonly positionM: PointM;
  /** 0 looks along the street, a quarter turn looks straight across it to the right. */
  readonly yawRad: number;
  /** Positive looks down. */
  readonly pitchRad: number;
  readonly rollRad: number;
  readonly focalPx: number;
}

/** Nothing nearer than this is drawn. */
const NEAR_M = 0.4;

/** A pinhole camera that stands in the street. */
export class Camera {
  readonly pose: CameraPose;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly #forward: PointM;
  readonly #right: PointM;
  readonly #up: PointM;
  readonly #rollCos: number;
  readonly #rollSin: number;

  constructor(pose: CameraPose, widthPx: number, heightPx: number) {
    this.pose = pose;
    this.widthPx = widthPx;
    this.heightPx = heightPx;
    const [cosYaw, sinYaw] = [Math.cos(pose.yawRad), Math.sin(pose.yawRad)];
    const [cosPitch, sinPitch] = [Math.cos(pose.pitchRad), Math.sin(pose.pitchRad)];
    this.#forward = [cosYaw * cosPitch, sinYaw * cosPitch, -sinPitch];
    this.#right = [-sinYaw, cosYaw, 0];
    this.#up = [cosYaw * sinPitch, sinYaw * sinPitch, cosPitch];
    this.#rollCos = Math.cos(pose.rollRad);
    this.#rollSin = Math.sin(pose.rollRad);
  }

  /** Distance along the optical axis; negative behind the camera. */
  depthM(point: PointM): number {
    return dot(this.#forward, this.#fromCamera(point));
  }

  /** Distance over the ground. */
  groundDistanceM(point: PointM): number {
    const [x, y] = this.#fromCamera(point);
    return Math.sqrt(x * x + y * y);
  }

  isInFront(point: PointM): boolean {
    return this.depthM(point) > NEAR_M;
  }

  /** @throws RangeError for a point that is not in front of the camera; see {@link Camera.isInFront}. */
  projectPoint(point: PointM): PointPx {
    const seen = this.#toView(point);
    if (seen[2] < NEAR_M * 0.99) throw new RangeError("Camera.projectPoint: expected a point in front of the camera");
    return this.#toPx(seen);
  }

  /** A face's picture, cut off where it comes too near; fewer than three points when nothing is left. */
  project(face: readonly PointM[]): PointPx[] {
    const views = face.map((point) => this.#toView(point));
    if (views.every((view) => view[2] >= NEAR_M)) return views.map((view) => this.#toPx(view));
    const kept: PointM[] = [];
    for (let i = 0; i < views.length; i++) {
      const a = views[i] as PointM;
      const b = views[(i + 1) % views.length] as PointM;
      if (a[2] >= NEAR_M) kept.push(a);
      if (a[2] >= NEAR_M !== b[2] >= NEAR_M) {
        const share = (NEAR_M - a[2]) / (b[2] - a[2]);
        kept.push([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, NEAR_M]);
      }
    }
    return kept.map((view) => this.#toPx(view));
  }

  /** Pixels per metre at a point in front of the camera. */
  scaleAt(point: PointM): number {
    return this.pose.focalPx / this.depthM(point);
  }

  /** The picture's row of the horizon, in the middle column. */
  get horizonPx(): number {
    return this.heightPx / 2 - this.pose.focalPx * Math.tan(this.pose.pitchRad);
  }

  #fromCamera(point: PointM): PointM {
    const { positionM } = this.pose;
    return [point[0] - positionM[0], point[1] - positionM[1], point[2] - positionM[2]];
  }

  #toView(point: PointM): PointM {
    const away = this.#fromCamera(point);
    return [dot(this.#right, away), dot(this.#up, away), dot(this.#forward, away)];
  }

  #toPx(view: PointM): PointPx {
    const x = (this.pose.focalPx * view[0]) / view[2];
    const y = (-this.pose.focalPx * view[1]) / view[2];
    return [
      this.widthPx / 2 + x * this.#rollCos - y * this.#rollSin,
      this.heightPx / 2 + x * this.#rollSin + y * this.#rollCos,
    ];
  }
}

function dot(a: PointM, b: PointM): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

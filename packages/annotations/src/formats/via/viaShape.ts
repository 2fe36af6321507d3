import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { BoxXywhPx, Geometry } from "../../document/types.ts";
import { openRing } from "../../geometry/checkGeometry.ts";
import { ellipseRing } from "../reading/ellipseRing.ts";
import { finiteNumber, isRecord } from "../reading/records.ts";

const KINDS_WITHOUT_AREA: Readonly<Record<string, string>> = { point: "a point", polyline: "a line" };

/**
 * VIA's `shape_attributes`, in upright image pixels.
 * @returns null when the shape has to be dropped; the last note says why.
 */
export function geometryFromVia(
  shape: unknown,
  notes: LedgerNote[],
): { readonly geometry: Geometry; readonly boxXywhPx: BoxXywhPx } | null {
  const drop = (reason: string): null => {
    notes.push({ kind: "dropped", reason });
    return null;
  };
  if (!isRecord(shape) || typeof shape.name !== "string") return drop("shape_attributes names no shape");
  const kind = shape.name;
  if (Object.hasOwn(KINDS_WITHOUT_AREA, kind)) return drop(`${KINDS_WITHOUT_AREA[kind]} has no area`);
  const numbers = (...keys: string[]): number[] | null => {
    const values = keys.map((key) => finiteNumber(shape[key]));
    return values.includes(null) ? null : (values as number[]);
  };
  const polygon = (outer: readonly number[]) => ({
    geometry: { type: "polygon" as const, parts: [{ outer: openRing(outer), holes: [] }] },
    boxXywhPx: [0, 0, 0, 0] as const,
  });
  switch (kind) {
    case "rect": {
      const box = numbers("x", "y", "width", "height");
      if (box === null) return drop("the rectangle holds no four numbers");
      return { geometry: { type: "box" }, boxXywhPx: box as unknown as BoxXywhPx };
    }
    case "polygon": {
      const xs = shape.all_points_x;
      const ys = shape.all_points_y;
      if (!Array.isArray(xs) || !Array.isArray(ys) || xs.length !== ys.length) {
        return drop("all_points_x and all_points_y are no lists of one length");
      }
      return polygon(xs.flatMap((x, i) => [finiteNumber(x) ?? Number.NaN, finiteNumber(ys[i]) ?? Number.NaN]));
    }
    case "circle":
    case "ellipse": {
      const centre = numbers("cx", "cy");
      const radii = kind === "circle" ? numbers("r", "r") : numbers("rx", "ry");
      if (centre === null || radii === null) return drop(`the ${kind} has no centre or no radius`);
      const ring = ellipseRing(centre as [number, number], radii as [number, number], finiteNumber(shape.theta) ?? 0);
      notes.push({ kind: "guessed", reason: `the ${kind} became a polygon of ${ring.length / 2} corners` });
      return polygon(ring);
    }
    default:
      return drop(`the shape ${kind} is not known`);
  }
}

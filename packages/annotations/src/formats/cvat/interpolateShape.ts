import { finiteNumber } from "../reading/records.ts";
import type { XmlElement } from "../xml/readXml.ts";

const NUMBERS: Readonly<Record<string, readonly string[]>> = {
  box: ["xtl", "ytl", "xbr", "ybr"],
  ellipse: ["cx", "cy", "rx", "ry"],
};

/**
 * A shape between two keyframes, as CVAT shows it: sides and corners move straight, and turn the shorter way round. Masks, and polygons
 * whose corners were added or removed, cannot be joined so and stay what they were.
 * @param share from 0 at the first keyframe to 1 at the second.
 */
export function interpolateShape(
  from: XmlElement,
  to: XmlElement,
  share: number,
): { readonly element: XmlElement; readonly isHeld: boolean } {
  const held = { element: from, isHeld: true };
  if (from.name !== to.name) return held;
  if (from.name === "polygon") {
    const [a, b] = [pointsOf(from), pointsOf(to)];
    if (a.length !== b.length) return held;
    const points = a.map((point, i) => point.map((value, axis) => between(value, b[i]?.[axis] ?? Number.NaN, share)));
    return moved(from, { points: points.map((point) => point.join(",")).join(";") });
  }
  const names = NUMBERS[from.name];
  if (names === undefined) return held;
  const numbers = names.map((name) => [name, String(between(numberOf(from, name), numberOf(to, name), share))]);
  const turn = rotation(from, to, share);
  return moved(from, { ...Object.fromEntries(numbers), ...(turn === 0 ? {} : { rotation: String(turn) }) });
}

function moved(element: XmlElement, attributes: Readonly<Record<string, string>>) {
  return { element: { ...element, attributes: { ...element.attributes, ...attributes } }, isHeld: false };
}

function between(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

function numberOf(element: XmlElement, name: string): number {
  return finiteNumber(element.attributes[name]) ?? Number.NaN;
}

function rotation(from: XmlElement, to: XmlElement, share: number): number {
  const [a, b] = [from, to].map(({ attributes }) => finiteNumber(attributes.rotation) ?? 0) as [number, number];
  const turn = ((((b - a) % 360) + 540) % 360) - 180;
  return a + turn * share;
}

function pointsOf({ attributes }: XmlElement): number[][] {
  return (attributes.points ?? "")
    .split(";")
    .map((point) => point.split(",").map((value) => finiteNumber(value) ?? Number.NaN));
}

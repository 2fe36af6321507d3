/**
 * Test-only twin of bench/goldens/generated_numbers.py: the same numbers from the same names, so that the golden files hold
 * results alone.
 */
import { keyOf, keyOfName, uniformAt } from "../random/random.ts";

const channels = 3;
/** Squares of a generated picture: pixels a side, and how many fit into the widest. */
const square = { sidePx: 8, acrossMax: 64 };

export interface Spread {
  centre?: number;
  spread?: number;
}

/** Evenly spread over centre +- spread. */
export function generated(name: string, count: number, seed: number, { centre = 0, spread = 1 }: Spread = {}) {
  const key = keyOf([seed, keyOfName(name)]);
  return Float32Array.from({ length: count }, (_, index) => centre + (2 * uniformAt(key, index) - 1) * spread);
}

/** `[count, 4]` x1, y1, x2, y2; some reach over the right and lower border. */
export function generatedBoxes(
  name: string,
  count: number,
  seed: number,
  frame: { heightPx: number; widthPx: number },
  size: { min: number; max: number },
): Float32Array {
  const key = keyOf([seed, keyOfName(name)]);
  const boxes = new Float32Array(count * 4);
  for (let offset = 0; offset < boxes.length; offset += 4) {
    const left = uniformAt(key, offset) * frame.widthPx * 0.8;
    const top = uniformAt(key, offset + 1) * frame.heightPx * 0.8;
    boxes[offset] = left;
    boxes[offset + 1] = top;
    boxes[offset + 2] = left + size.min + uniformAt(key, offset + 2) * (size.max - size.min);
    boxes[offset + 3] = top + size.min + uniformAt(key, offset + 3) * (size.max - size.min);
  }
  return boxes;
}

/** RGB bytes: squares of 8 pixels a side of random colours, and noise. */
export function generatedPixels(name: string, heightPx: number, widthPx: number, seed: number): Uint8Array {
  const squares = keyOf([seed, keyOfName(`${name}.squares`)]);
  const noise = keyOf([seed, keyOfName(`${name}.noise`)]);
  return Uint8Array.from({ length: heightPx * widthPx * channels }, (_, index) => {
    const pixel = Math.floor(index / channels);
    const row = Math.floor(Math.floor(pixel / widthPx) / square.sidePx);
    const column = Math.floor((pixel % widthPx) / square.sidePx);
    const color = uniformAt(squares, (row * square.acrossMax + column) * channels + (index % channels));
    return Math.floor(color * 160 + uniformAt(noise, index) * 96);
  });
}

/** A mask that fills its box, row-major, 0 or 1. */
export function ellipse(boxXyxyPx: readonly number[], heightPx: number, widthPx: number): Uint8Array {
  const [left, top, right, bottom] = boxXyxyPx as [number, number, number, number];
  return Uint8Array.from({ length: heightPx * widthPx }, (_, index) => {
    const across = ((index % widthPx) + 0.5 - (left + right) / 2) / ((right - left) / 2);
    const down = (Math.floor(index / widthPx) + 0.5 - (top + bottom) / 2) / ((bottom - top) / 2);
    return across * across + down * down <= 1 ? 1 : 0;
  });
}

const normBias = /(bn\d|downsample\.1)\.bias$/;

/** What a parameter's numbers spread around, by the end of its name. */
const vectors: [string, Required<Spread>][] = [
  [".running_mean", { centre: 0, spread: 0.2 }],
  [".running_var", { centre: 1, spread: 0.5 }],
  [".bias", { centre: 0, spread: 0.1 }],
];

/** The rest are weights: around 0, by fan in. These are kept small: saturated scores tie, and boxes that leave the image are all alike. */
const gains: [string, number][] = [
  ["rpn.head.cls_logits", 0.2],
  ["rpn.head.bbox_pred", 0.1],
  ["box_predictor.cls_score", 0.3],
];

/** @param shape PyTorch's, in whose layout the result is */
export function generatedParameter(name: string, shape: number[], seed: number): Float32Array {
  const count = shape.reduce((product, length) => product * length, 1);
  // Away from 0, and so is most of what goes into a ReLU: the fewer sums there are whose sign rounding decides.
  if (normBias.test(name)) {
    const shift = generated(name, count, seed);
    return shift.map((value) => (value < 0 ? value / 4 - 1 : value / 4 + 1));
  }
  const vector = vectors.find(([suffix]) => name.endsWith(suffix))?.[1];
  if (vector !== undefined) return generated(name, count, seed, vector);
  if (shape.length === 1) return generated(name, count, seed, { centre: 0.5, spread: 0.25 });
  const gain = gains.find(([part]) => name.includes(part))?.[1] ?? 1;
  return generated(name, count, seed, { spread: gain * Math.sqrt(6 / (count / (shape[0] as number))) });
}

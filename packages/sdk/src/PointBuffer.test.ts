import { expect, test } from "vitest";
import { PointBuffer } from "./PointBuffer.ts";

test("points wait by series, in their order, and are taken once", () => {
  const buffer = new PointBuffer();
  buffer.add({ loss: 0.5, lr: 0.1 }, 1, 10);
  buffer.add({ loss: Number.NaN }, 2, 20);
  buffer.add({ loss: Number.POSITIVE_INFINITY }, 2, 30);
  expect(buffer.count).toBe(4);
  expect(buffer.take()).toEqual([
    { name: "loss", steps: [1, 2, 2], values: [0.5, "NaN", "Infinity"], timesMs: [10, 20, 30] },
    { name: "lr", steps: [1], values: [0.1], timesMs: [10] },
  ]);
  expect([buffer.count, buffer.take()]).toEqual([0, []]);
});

test("what is no step and no number is refused as a whole", () => {
  const buffer = new PointBuffer();
  for (const step of [-1, 0.5, 2 ** 31, Number.NaN]) expect(() => buffer.add({ loss: 1 }, step, 0)).toThrow(RangeError);
  expect(() => buffer.add({ loss: 1, accuracy: "high" as never }, 1, 0)).toThrow("The value of accuracy is high");
  expect(buffer.count).toBe(0);
});

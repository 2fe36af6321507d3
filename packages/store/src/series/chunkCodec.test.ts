import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeChunk, encodeChunk } from "./chunkCodec.ts";

it("gives back every bit of steps and values", () => {
  const step = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const point = fc.tuple(step, fc.double());
  fc.assert(
    fc.property(fc.array(point, { maxLength: 300 }), (points) => {
      const steps = Int32Array.from(points, ([at]) => at);
      const values = Float64Array.from(points, ([, value]) => value);
      const decoded = decodeChunk(encodeChunk({ steps: [steps], values: [values] }));
      expect(decoded.steps[0]).toEqual(steps);
      expect(new Uint8Array(decoded.values[0]?.buffer ?? new ArrayBuffer(0))).toEqual(new Uint8Array(values.buffer));
    }),
  );
});

it("keeps NaN, both zeros, infinities and the smallest number", () => {
  const values = Float64Array.of(Number.NaN, -0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324);
  const decoded = decodeChunk(encodeChunk({ steps: [], values: [values] })).values[0] as Float64Array;
  expect(Array.from(decoded, (value) => (Object.is(value, -0) ? "-0" : String(value)))).toEqual([
    "NaN",
    "-0",
    "0",
    "Infinity",
    "-Infinity",
    "5e-324",
  ]);
});

it("takes under 8 bytes a point of a noisy curve and under 3 of a constant one", () => {
  let state = 1;
  const noise = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const steps = Int32Array.from({ length: 256 }, (_, index) => 10_000 + index);
  const noisy = Float64Array.from(steps, (step) => 3 / Math.sqrt(step) + 0.01 * noise());
  const flat = Float64Array.from(steps, () => 0.0123);
  expect(encodeChunk({ steps: [steps], values: [noisy] }).length / 256).toBeLessThan(8);
  expect(encodeChunk({ steps: [steps], values: [flat] }).length / 256).toBeLessThan(0.5);
});

it("gives back times that repeat, jump and go back", () => {
  const timeMs = fc.integer({ min: 0, max: 2 ** 50 });
  fc.assert(
    fc.property(fc.array(timeMs, { maxLength: 300 }), (times) => {
      const timesMs = Float64Array.from(times);
      const values = new Float64Array(times.length);
      expect(decodeChunk(encodeChunk({ steps: [], values: [values], timesMs })).timesMs).toEqual(timesMs);
    }),
  );
});

it("keeps values of 32-bit arithmetic in under 4 bytes, exactly", () => {
  const steps = Int32Array.from({ length: 256 }, (_, index) => index);
  const values = Float64Array.from(steps, (step) => Math.fround(2 + Math.sin(step * 7919)));
  const payload = encodeChunk({ steps: [steps], values: [values] });
  expect(payload.length / 256).toBeLessThan(4);
  expect(decodeChunk(payload).values[0]).toEqual(values);
});

it("reads chunks of version 1", () => {
  // Written by the first release: steps 1, 2, 5 with 0.5, -0, NaN.
  const payload = Buffer.from("0101016366626263c0000f1efcb0dfff1f00", "hex");
  const decoded = decodeChunk(payload);
  expect(decoded.steps[0]).toEqual(Int32Array.of(1, 2, 5));
  expect(Array.from(decoded.values[0] ?? [], (value) => (Object.is(value, -0) ? "-0" : String(value)))).toEqual([
    "0.5",
    "-0",
    "NaN",
  ]);
});

it("refuses payloads that are cut or of another version", () => {
  const payload = encodeChunk({ steps: [Int32Array.of(1, 2)], values: [Float64Array.of(0.1, 0.2)] });
  expect(() => decodeChunk(payload.subarray(0, payload.length - 4))).toThrow();
  expect(() => decodeChunk(Buffer.concat([Buffer.from([3]), payload.subarray(1)]))).toThrow(
    "format version 1 or 2, got 3",
  );
});

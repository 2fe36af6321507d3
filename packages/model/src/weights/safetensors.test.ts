import { describe, expect, test } from "vitest";
import { loadSafetensors, saveSafetensors } from "./safetensors.ts";
import { WeightsFileError } from "./WeightsFileError.ts";

function fileWith(header: unknown, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  return file;
}

const tensor = (shape: number[], start: number, end: number, dtype = "F32") => ({
  dtype,
  shape,
  data_offsets: [start, end],
});

describe("safetensors", () => {
  test("what is written is read back, from any offset of a larger buffer", () => {
    const arrays = new Map([
      ["b.weight", { shape: [2, 1], values: Float32Array.from([1.5, -2]) }],
      ["a", { shape: [], values: Float32Array.from([7]) }],
      ["empty", { shape: [0, 3], values: new Float32Array() }],
    ]);
    const bytes = saveSafetensors(arrays, { step: "12", name: "Ärger" });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const read = loadSafetensors(shifted.subarray(3));
    expect(read.arrays).toEqual(new Map([...arrays].map(([name, array]) => [name, { ...array, storedAs: "F32" }])));
    expect(read.metadata).toEqual({ step: "12", name: "Ärger" });
  });

  test("the tensors start at a multiple of 8 bytes", () => {
    const bytes = saveSafetensors(new Map([["a", { shape: [1], values: Float32Array.from([1]) }]]), {});
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
  });

  test.each([
    ["empty", new Uint8Array(), /not a safetensors file/],
    ["a header longer than the file", fileWith({}, 0).fill(200, 0, 1), /truncated/],
    ["a header of gigabytes", new Uint8Array(16).fill(255, 0, 5), /allows 100000000/],
    ["no JSON", fileWith("{", 0), /not valid JSON/],
    ["a list for a header", fileWith([], 0), /not a JSON object/],
    ["metadata that is no text", fileWith({ __metadata__: { a: 1 } }, 0), /__metadata__/],
    ["an unknown type", fileWith({ w: tensor([1], 0, 2, "F8_E4M3") }, 2), /"w".*F32.*F16/],
    ["data beyond the end", fileWith({ w: tensor([2], 0, 8) }, 4), /"w".*outside/],
    ["a shape that does not fit", fileWith({ w: tensor([3], 0, 8) }, 8), /"w".*\[3\] needs 12 bytes, got 8/],
    ["a negative size", fileWith({ w: tensor([-1], 0, 4) }, 4), /"w".*shape/],
    ["overlapping tensors", fileWith({ a: tensor([1], 0, 4), b: tensor([1], 2, 6) }, 6), /"b".*expected 4/],
    ["hidden bytes", fileWith({ a: tensor([1], 0, 4) }, 12), /8 bytes belong to no tensor/],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => loadSafetensors(bytes)).toThrow(WeightsFileError);
    expect(() => loadSafetensors(bytes)).toThrow(message);
  });

  test("a tensor named __proto__ is a tensor like another", () => {
    const header = `{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`;
    expect([...loadSafetensors(fileWith(header, 4)).arrays.keys()]).toEqual(["__proto__"]);
  });
});

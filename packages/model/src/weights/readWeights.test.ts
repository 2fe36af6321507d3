import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { currentName, readWeights } from "./readWeights.ts";
import { WeightsFileError } from "./WeightsFileError.ts";

/** Written by bench/goldens/torch_files.py. */
const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
const ramp = (count: number, start = 0): number[] => Array.from({ length: count }, (_, index) => (start + index) / 8);

describe("readWeights", () => {
  test.each([
    ["zip.pth", "torch-zip"],
    ["legacy.pth", "torch-legacy"],
    ["training.pth", "torch-zip"],
  ])("reads %s", (name, format) => {
    const weights = readWeights(fixture(name));
    expect(weights.format).toBe(format);
    const valuesOf = (key: string) => [...(weights.arrays.get(key)?.values ?? [])];
    expect(weights.arrays.get("rpn.head.conv.0.0.weight")?.shape).toEqual([2, 3, 4]);
    expect(valuesOf("rpn.head.conv.0.0.weight")).toEqual(ramp(24));
    expect(valuesOf("roi_heads.mask_head.0.0.bias")).toEqual(ramp(4, 3));
    // A transposed view of 4 x 6 numbers.
    expect(weights.arrays.get("backbone.fpn.inner_blocks.0.0.weight")?.shape).toEqual([6, 4]);
    expect(valuesOf("backbone.fpn.inner_blocks.0.0.weight").slice(0, 5)).toEqual([0, 0.75, 1.5, 2.25, 0.125]);
    for (const key of ["half", "bfloat"]) expect(valuesOf(key)).toEqual(ramp(24, -8));
    expect(valuesOf("double")).toEqual(ramp(24));
    expect(weights.arrays.get("scalar")).toEqual({ shape: [], values: Float32Array.from([2.5]), storedAs: "F32" });
    expect(valuesOf("parameter")).toEqual([1, -2]);
    expect(weights.arrays.get("bn.num_batches_tracked")).toEqual({
      shape: [],
      values: Float32Array.of(7),
      storedAs: "I64",
    });
  });

  test("refuses a file that wants a function run, by its name", () => {
    expect(() => readWeights(fixture("hostile.pth"))).toThrow(
      /asks to run (posix|os)\.system, and only tensors are read/,
    );
  });

  test("refuses a file of another kind", () => {
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46);
    expect(() => readWeights(jpeg)).toThrow("neither a safetensors file nor one that torch.save wrote");
  });

  test("refuses a tensor that is larger than what is stored", () => {
    expect(() => readWeights(fixture("repeated.pth"))).toThrow(
      'tensor "weight": shape [1000000] from 0 with strides [0] leaves its storage of 1 numbers',
    );
  });

  test.each(["zip.pth", "legacy.pth"])("refuses %s cut off at any byte", (name) => {
    const whole = fixture(name);
    for (let length = 0; length < whole.length; length++) {
      expect(() => readWeights(whole.subarray(0, length)), `${length} bytes`).toThrow(WeightsFileError);
    }
  });
});

describe("currentName", () => {
  test.each([
    ["rpn.head.conv.bias", "rpn.head.conv.0.0.bias"],
    ["backbone.fpn.layer_blocks.3.weight", "backbone.fpn.layer_blocks.3.0.weight"],
    ["roi_heads.mask_head.mask_fcn4.weight", "roi_heads.mask_head.3.0.weight"],
    ["roi_heads.box_head.fc6.weight", "roi_heads.box_head.fc6.weight"],
  ])("%s is now %s", (old, current) => {
    expect(currentName(old)).toBe(current);
    expect(currentName(current)).toBe(current);
  });
});

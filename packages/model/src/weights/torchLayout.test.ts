import { describe, expect, test } from "vitest";
import { type ParameterSpec, zeros } from "../parameters/parameterSpec.ts";
import { fromTorchLayout, torchShape, toTorchLayout } from "./torchLayout.ts";

const spec = (rest: Pick<ParameterSpec, "shape" | "layout"> & Partial<ParameterSpec>): ParameterSpec => ({
  name: "w",
  initial: zeros,
  trainable: true,
  ...rest,
});
const counting = (length: number) => Float32Array.from({ length }, (_, index) => index);

describe("torchLayout", () => {
  test("a convolution goes from [KH, KW, I, O] to [O, I, KH, KW]", () => {
    const filter = spec({ shape: [1, 2, 2, 3], layout: "convolution" });
    expect(torchShape(filter)).toEqual([3, 2, 1, 2]);
    // value = column * 6 + input * 3 + output
    expect([...toTorchLayout(filter, counting(12))]).toEqual([0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11]);
  });

  test("a deconvolution goes from [I, KH KW O] to [I, O, KH, KW]", () => {
    const filter = spec({ shape: [1, 8], layout: "deconvolution" });
    expect(torchShape(filter)).toEqual([1, 2, 2, 2]);
    expect([...toTorchLayout(filter, counting(8))]).toEqual([0, 2, 4, 6, 1, 3, 5, 7]);
  });

  test("a linear layer is transposed", () => {
    expect([...toTorchLayout(spec({ shape: [2, 3], layout: "linear" }), counting(6))]).toEqual([0, 3, 1, 4, 2, 5]);
  });

  test("a linear layer on a flattened feature takes its inputs by channel first", () => {
    const weight = spec({ shape: [8, 1], layout: "linear", flattened: { channels: 2, size: 2 } });
    // Here input = (row * 2 + column) * 2 + channel.
    expect([...toTorchLayout(weight, counting(8))]).toEqual([0, 2, 4, 6, 1, 3, 5, 7]);
  });

  test.each([
    spec({ shape: [3, 3, 4, 5], layout: "convolution" }),
    spec({ shape: [3, 20], layout: "deconvolution" }),
    spec({ shape: [45, 7], layout: "linear", flattened: { channels: 5, size: 3 } }),
    spec({ shape: [6], layout: "vector" }),
  ])("there and back again ($layout)", (parameter) => {
    const values = counting(parameter.shape.reduce((product, size) => product * size, 1));
    expect(fromTorchLayout(parameter, toTorchLayout(parameter, values))).toEqual(values);
  });
});

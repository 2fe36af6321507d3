import { expect, test } from "vitest";
import { miniNetConfiguration } from "../configuration/modelConfiguration.ts";
import { loadEngine } from "../engine/loadEngine.ts";
import { convolution, ones } from "../parameters/parameterSpec.ts";
import { Parameters } from "../parameters/parameters.ts";
import { normalizedConvolution, normParameters } from "./norm.ts";

const { tf } = await loadEngine();

// torchvision.ops.FrozenBatchNorm2d: (x - mean) / sqrt(variance + eps) * weight + bias. Its published COCO_V1 detectors have eps 0.
test.each([
  [0, 2 * Math.sqrt(1 / 4e-5) + 1],
  [1e-5, 2 * Math.sqrt(1 / 5e-5) + 1],
])("a frozen norm of eps %f divides by the root of variance and eps", (normEps, expected) => {
  const { backbone } = miniNetConfiguration({ numClasses: 2, backbone: { norm: "frozen", normEps } });
  const specs = [convolution("conv.weight", 1, 1, 1, ones), ...normParameters("norm", 1, backbone)];
  const parameters = new Parameters(tf, specs, 0, () => false);
  const values = { weight: 2, bias: 1, running_mean: 3, running_var: 4e-5 };
  for (const [name, value] of Object.entries(values)) parameters.set(tf, `norm.${name}`, Float32Array.of(value));
  const result = normalizedConvolution(
    tf,
    tf.tensor4d([4], [1, 1, 1, 1]),
    parameters,
    { configuration: backbone, phase: "detection" },
    { convolution: "conv", norm: "norm", stride: 1, padPx: 0, relu: false },
  );
  expect((result.dataSync()[0] as number) / expected).toBeCloseTo(1, 4);
});

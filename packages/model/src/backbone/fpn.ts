/**
 * Lin et al. 2017, "Feature Pyramid Networks for Object Detection"; torchvision/ops/feature_pyramid_network.py with
 * LastLevelMaxPool.
 */
import type { BackboneConfiguration } from "../configuration/configuration.ts";
import { addUpsampled } from "../ops/addUpsampled.ts";
import { conv2d } from "../ops/conv2d.ts";
import { maxPool } from "../ops/maxPool.ts";
import { convolution, kaimingUniform, type ParameterSpec, vector, zeros } from "../parameters/parameterSpec.ts";
import type { Parameters } from "../parameters/parameters.ts";
import type { Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { resnetOutputChannels } from "./resnet.ts";

const prefix = "backbone.fpn";

/** Pixels of the padded batch per cell of P2, P3, P4, P5 and the pooled level. */
export const pyramidStridesPx = [4, 8, 16, 32, 64] as const;

export function fpnParameters(configuration: BackboneConfiguration): ParameterSpec[] {
  const { pyramidChannels } = configuration;
  return resnetOutputChannels(configuration).flatMap((channels, level) => [
    convolution(`${prefix}.inner_blocks.${level}.0.weight`, 1, channels, pyramidChannels, kaimingUniform(channels)),
    vector(`${prefix}.inner_blocks.${level}.0.bias`, pyramidChannels, zeros),
    convolution(
      `${prefix}.layer_blocks.${level}.0.weight`,
      3,
      pyramidChannels,
      pyramidChannels,
      kaimingUniform(9 * pyramidChannels),
    ),
    vector(`${prefix}.layer_blocks.${level}.0.bias`, pyramidChannels, zeros),
  ]);
}

/**
 * @param stages C2 to C5
 * @returns P2, P3, P4, P5 and P5 subsampled by two: `[N, H/4, W/4, C]` to `[N, H/64, W/64, C]`, the last rounded up; C is `pyramidChannels`
 */
export function pyramidFeatures(tf: TensorFlow, stages: Tensor4D[], parameters: Parameters): Tensor4D[] {
  const inner = (level: number): Tensor4D =>
    conv2d(tf, stages[level] as Tensor4D, parameters.get(`${prefix}.inner_blocks.${level}.0.weight`), {
      bias: parameters.get(`${prefix}.inner_blocks.${level}.0.bias`),
    });
  const layer = (x: Tensor4D, level: number): Tensor4D =>
    conv2d(tf, x, parameters.get(`${prefix}.layer_blocks.${level}.0.weight`), {
      padPx: 1,
      bias: parameters.get(`${prefix}.layer_blocks.${level}.0.bias`),
    });

  const top = stages.length - 1;
  let merged = inner(top);
  const levels = [layer(merged, top)];
  for (let level = top - 1; level >= 0; level--) {
    merged = addUpsampled(tf, inner(level), merged);
    levels.unshift(layer(merged, level));
  }
  levels.push(maxPool(tf, levels[top] as Tensor4D, { kernel: 1, stride: 2, padPx: 0 }));
  return levels;
}

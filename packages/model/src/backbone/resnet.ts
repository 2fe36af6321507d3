/**
 * He et al. 2016, "Deep Residual Learning for Image Recognition"; torchvision/models/resnet.py.
 *
 * Shape letters: N images, H, W rows and columns of the padded batch, C channels. Feature maps are NHWC.
 */
import type { BackboneConfiguration } from "../configuration.ts";
import { addRelu } from "../ops/addRelu.ts";
import { maxPool } from "../ops/maxPool.ts";
import { convolution, kaimingNormal, type ParameterSpec } from "../parameters/parameterSpec.ts";
import type { Parameters } from "../parameters/parameters.ts";
import type { Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { normalizedConvolution, normParameters } from "./norm.ts";

const body = "backbone.body";
const stemChannels = 64;
/** ResNet18: two basic blocks a stage. */
const stageChannels = [64, 128, 256, 512] as const;
const blocksPerStage = 2;

/** Channels of the four stages' outputs, C2 to C5. */
export const resnetOutputChannels: readonly number[] = stageChannels;

interface BasicBlock {
  prefix: string;
  inputs: number;
  outputs: number;
  stride: number;
}

function basicBlocks(stage: number): BasicBlock[] {
  const outputs = stageChannels[stage] as number;
  return Array.from({ length: blocksPerStage }, (_, index) => ({
    prefix: `${body}.layer${stage + 1}.${index}`,
    inputs: index > 0 ? outputs : stage === 0 ? stemChannels : (stageChannels[stage - 1] as number),
    outputs,
    stride: index === 0 && stage > 0 ? 2 : 1,
  }));
}

function needsProjection(block: BasicBlock): boolean {
  return block.stride !== 1 || block.inputs !== block.outputs;
}

export function resnetParameters(configuration: BackboneConfiguration): ParameterSpec[] {
  const specs = [
    convolution(`${body}.conv1.weight`, 7, 3, stemChannels, kaimingNormal(49 * stemChannels)),
    ...normParameters(`${body}.bn1`, stemChannels, configuration),
  ];
  for (let stage = 0; stage < stageChannels.length; stage++) {
    for (const block of basicBlocks(stage)) {
      const { prefix, inputs, outputs } = block;
      specs.push(
        convolution(`${prefix}.conv1.weight`, 3, inputs, outputs, kaimingNormal(9 * outputs)),
        ...normParameters(`${prefix}.bn1`, outputs, configuration),
        convolution(`${prefix}.conv2.weight`, 3, outputs, outputs, kaimingNormal(9 * outputs)),
        ...normParameters(`${prefix}.bn2`, outputs, configuration),
      );
      if (needsProjection(block)) {
        specs.push(
          convolution(`${prefix}.downsample.0.weight`, 1, inputs, outputs, kaimingNormal(outputs)),
          ...normParameters(`${prefix}.downsample.1`, outputs, configuration),
        );
      }
    }
  }
  return specs;
}

/** True for the parameters of the stages below the `trainableLayers` topmost (torchvision's _resnet_fpn_extractor). */
export function isFrozenResnetParameter(name: string, trainableLayers: number): boolean {
  if (!name.startsWith(`${body}.`)) return false;
  const trained = ["layer4", "layer3", "layer2", "layer1", "conv1"].slice(0, trainableLayers);
  if (trainableLayers === 5) trained.push("bn1");
  return !trained.some((stage) => name.startsWith(`${body}.${stage}`));
}

/**
 * @param images `[N, H, W, 3]`, H and W multiples of 32
 * @returns C2 to C5: `[N, H/4, W/4, 64]` to `[N, H/32, W/32, 512]`
 */
export function resnetFeatures(
  tf: TensorFlow,
  images: Tensor4D,
  parameters: Parameters,
  configuration: BackboneConfiguration,
): Tensor4D[] {
  const stem = normalizedConvolution(tf, images, parameters, configuration, {
    convolution: `${body}.conv1`,
    norm: `${body}.bn1`,
    stride: 2,
    padPx: 3,
    relu: true,
  });
  let features = maxPool(tf, stem, { kernel: 3, stride: 2, padPx: 1 });
  const stages: Tensor4D[] = [];
  for (let stage = 0; stage < stageChannels.length; stage++) {
    for (const block of basicBlocks(stage)) features = basicBlock(tf, features, block, parameters, configuration);
    stages.push(features);
  }
  return stages;
}

function basicBlock(
  tf: TensorFlow,
  x: Tensor4D,
  block: BasicBlock,
  parameters: Parameters,
  configuration: BackboneConfiguration,
): Tensor4D {
  const { prefix, stride } = block;
  const first = normalizedConvolution(tf, x, parameters, configuration, {
    convolution: `${prefix}.conv1`,
    norm: `${prefix}.bn1`,
    stride,
    padPx: 1,
    relu: true,
  });
  const second = normalizedConvolution(tf, first, parameters, configuration, {
    convolution: `${prefix}.conv2`,
    norm: `${prefix}.bn2`,
    stride: 1,
    padPx: 1,
    relu: false,
  });
  const shortcut = needsProjection(block)
    ? normalizedConvolution(tf, x, parameters, configuration, {
        convolution: `${prefix}.downsample.0`,
        norm: `${prefix}.downsample.1`,
        stride,
        padPx: 0,
        relu: false,
      })
    : x;
  return addRelu(tf, second, shortcut);
}

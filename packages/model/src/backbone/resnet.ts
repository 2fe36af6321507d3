/**
 * He et al. 2016, "Deep Residual Learning for Image Recognition"; torchvision/models/resnet.py.
 *
 * Shape letters: N images, H, W rows and columns of the padded batch, C channels. Feature maps are NHWC.
 */
import type { BackboneConfiguration } from "../configuration/configuration.ts";
import { addRelu } from "../ops/addRelu.ts";
import { maxPool } from "../ops/maxPool.ts";
import { withoutGradient } from "../ops/withoutGradient.ts";
import { convolution, kaimingNormal, type ParameterSpec } from "../parameters/parameterSpec.ts";
import type { Parameters } from "../parameters/parameters.ts";
import type { Tensor4D, TensorFlow } from "../tensorFlow.ts";
import { normalizedConvolution, normParameters, type Phase } from "./norm.ts";

const body = "backbone.body";
const stages = [0, 1, 2, 3] as const;

type Body = BackboneConfiguration["body"];
type BodyShape = Pick<BackboneConfiguration, "body" | "bodyWidth">;

/** Channels of the 3x3 convolutions of a stage, from 0: each is twice as wide as the one before. */
function stageWidth(bodyWidth: number, stage: number): number {
  return bodyWidth * 2 ** stage;
}

/**
 * ResNet18: two basic blocks a stage, two 3x3 convolutions each. ResNet50: bottlenecks, a 3x3 convolution between two 1x1,
 * the last of which widens by `expansion`; the stride is the 3x3's (torchvision's "v1.5").
 */
const bodies: Record<Body, { block: "basic" | "bottleneck"; expansion: number; blocksPerStage: readonly number[] }> = {
  resnet18: { block: "basic", expansion: 1, blocksPerStage: [2, 2, 2, 2] },
  resnet50: { block: "bottleneck", expansion: 4, blocksPerStage: [3, 4, 6, 3] },
};

/** Channels of the four stages' outputs, C2 to C5. */
export function resnetOutputChannels({ body: name, bodyWidth }: BodyShape): number[] {
  return stages.map((stage) => stageWidth(bodyWidth, stage) * bodies[name].expansion);
}

/** One convolution of a block with its norm. */
interface Layer {
  convolution: string;
  norm: string;
  kernel: number;
  inputs: number;
  outputs: number;
  stride: number;
}

interface Block {
  /** In order; ReLU after each but the last. */
  layers: Layer[];
  /** Where the input does not fit the output: a 1x1 convolution brings it there. */
  projection: Layer | null;
}

function blocksOf({ body: name, bodyWidth }: BodyShape, stage: number): Block[] {
  const { block, expansion, blocksPerStage } = bodies[name];
  const width = stageWidth(bodyWidth, stage);
  const outputs = width * expansion;
  const stageInputs = stage === 0 ? bodyWidth : stageWidth(bodyWidth, stage - 1) * expansion;
  return Array.from({ length: blocksPerStage[stage] as number }, (_, index) => {
    const prefix = `${body}.layer${stage + 1}.${index}`;
    const inputs = index === 0 ? stageInputs : outputs;
    const stride = index === 0 && stage > 0 ? 2 : 1;
    const layer = (place: number, sizes: Pick<Layer, "kernel" | "inputs" | "outputs" | "stride">): Layer => ({
      convolution: `${prefix}.conv${place}`,
      norm: `${prefix}.bn${place}`,
      ...sizes,
    });
    const layers =
      block === "basic"
        ? [
            layer(1, { kernel: 3, inputs, outputs: width, stride }),
            layer(2, { kernel: 3, inputs: width, outputs, stride: 1 }),
          ]
        : [
            layer(1, { kernel: 1, inputs, outputs: width, stride: 1 }),
            layer(2, { kernel: 3, inputs: width, outputs: width, stride }),
            layer(3, { kernel: 1, inputs: width, outputs, stride: 1 }),
          ];
    const projection = {
      convolution: `${prefix}.downsample.0`,
      norm: `${prefix}.downsample.1`,
      kernel: 1,
      inputs,
      outputs,
      stride,
    };
    return { layers, projection: stride !== 1 || inputs !== outputs ? projection : null };
  });
}

export function resnetParameters(configuration: BackboneConfiguration): ParameterSpec[] {
  const layerParameters = ({ convolution: name, norm, kernel, inputs, outputs }: Layer): ParameterSpec[] => [
    convolution(`${name}.weight`, kernel, inputs, outputs, kaimingNormal(kernel ** 2 * outputs)),
    ...normParameters(norm, outputs, configuration),
  ];
  const { bodyWidth } = configuration;
  return [
    convolution(`${body}.conv1.weight`, 7, 3, bodyWidth, kaimingNormal(49 * bodyWidth)),
    ...normParameters(`${body}.bn1`, bodyWidth, configuration),
    ...stages.flatMap((stage) =>
      blocksOf(configuration, stage).flatMap(({ layers, projection }) =>
        [...layers, ...(projection ? [projection] : [])].flatMap(layerParameters),
      ),
    ),
  ];
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
 * @returns C2 to C5: `[N, H/4, W/4, C]` to `[N, H/32, W/32, C]`, C as `resnetOutputChannels` says
 */
export function resnetFeatures(
  tf: TensorFlow,
  images: Tensor4D,
  parameters: Parameters,
  settings: { configuration: BackboneConfiguration; phase: Phase },
): Tensor4D[] {
  const { trainableLayers } = settings.configuration;
  const stem = (x: Tensor4D): Tensor4D => {
    const features = normalizedConvolution(tf, x, parameters, settings, {
      convolution: `${body}.conv1`,
      norm: `${body}.bn1`,
      stride: 2,
      padPx: 3,
      relu: true,
    });
    return maxPool(tf, features, { kernel: 3, stride: 2, padPx: 1 });
  };
  const applied = stages.map(
    (stage) =>
      (x: Tensor4D): Tensor4D =>
        blocksOf(settings.configuration, stage).reduce(
          (features, block) => tf.tidy(() => residualBlock(tf, features, block, parameters, settings)),
          x,
        ),
  );
  // Training unfreezes from the top: the stages below keep nothing for a gradient.
  const frozenCount = 5 - trainableLayers;
  let features = images;
  const outputs = [stem, ...applied].map((stage, index) => {
    const input = features;
    features = index < frozenCount ? withoutGradient(tf, () => stage(input)) : tf.tidy(() => stage(input));
    return features;
  });
  return outputs.slice(1);
}

function residualBlock(
  tf: TensorFlow,
  x: Tensor4D,
  { layers, projection }: Block,
  parameters: Parameters,
  settings: { configuration: BackboneConfiguration; phase: Phase },
): Tensor4D {
  const apply = (input: Tensor4D, { convolution, norm, kernel, stride }: Layer, relu: boolean): Tensor4D =>
    normalizedConvolution(tf, input, parameters, settings, {
      convolution,
      norm,
      stride,
      padPx: (kernel - 1) / 2,
      relu,
    });
  const last = layers.length - 1;
  const residual = layers.reduce((input, layer, index) => apply(input, layer, index < last), x);
  return addRelu(tf, residual, projection ? apply(x, projection, false) : x);
}

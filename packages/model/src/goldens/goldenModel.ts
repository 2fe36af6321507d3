/** Test-only: the models of bench/goldens/golden_models.py. */
import type { Architecture, BackboneConfiguration, ModelConfiguration } from "../configuration/configuration.ts";
import { modelConfiguration } from "../configuration/modelConfiguration.ts";
import type { TrainingImage, TrainingTarget } from "../images/images.ts";
import type { ParameterSpec } from "../parameters/parameterSpec.ts";
import { Parameters } from "../parameters/parameters.ts";
import type { TensorFlow } from "../tensorFlow.ts";
import { fromTorchLayout, torchShape } from "../weights/torchLayout.ts";
import { ellipse, generatedParameter, generatedPixels } from "./generated.ts";

export interface Widths {
  pyramidChannels: number;
  headWidth: number;
  maskHeadWidths: number[];
  maskPredictorWidth: number;
}

/** What a model's golden file says of itself. */
export interface ModelCase {
  architecture: Architecture;
  norm: BackboneConfiguration["norm"];
  classes: number;
  full: Widths;
  narrow: Widths;
  limits: {
    minSizePx: number;
    maxSizePx: number;
    preNmsTopN: number;
    postNmsTopN: number;
    scoreThreshold: number;
    maxDetections: number;
  };
  anchorSizes: number[];
  sgd: { learningRate: number; momentum: number; weightDecay: number; steps: number };
  /** Height and width of each picture. */
  sizes: [number, number][];
  boxes: number[][][];
  stageSeed: number;
  weightsSeed: number;
  detectionSeed: number;
  trainingSeed: number;
}

const everything = 1_000_000;

export function goldenConfiguration(settings: ModelCase, widths: Widths): ModelConfiguration {
  const { limits } = settings;
  const { pyramidChannels, ...roi } = widths;
  return modelConfiguration(settings.architecture, {
    numClasses: settings.classes,
    transform: { minSizePx: limits.minSizePx, maxSizePx: limits.maxSizePx },
    backbone: { norm: settings.norm, trainableLayers: 5, pyramidChannels },
    anchors: { sizesPx: settings.anchorSizes.map((size) => [size]) },
    rpn: {
      preNmsTopN: { training: limits.preNmsTopN, detection: limits.preNmsTopN },
      postNmsTopN: { training: limits.postNmsTopN, detection: limits.postNmsTopN },
      // All anchors and regions are trained on, so that nothing hangs on either side's random choice.
      batchSizePerImage: everything,
      positiveFraction: 1,
    },
    roi: {
      ...roi,
      batchSizePerImage: everything,
      positiveFraction: 1,
      scoreThreshold: limits.scoreThreshold,
      maxDetections: limits.maxDetections,
    },
  });
}

/** In TensorFlow's layout. */
export function goldenValues(spec: ParameterSpec, seed: number): Float32Array {
  return fromTorchLayout(spec, generatedParameter(spec.name, torchShape(spec), seed));
}

export function goldenParameters(tf: TensorFlow, specs: ParameterSpec[], seed: number): Parameters {
  const blank = specs.map((spec) => ({ ...spec, initial: { kind: "constant", value: 0 } as const }));
  const parameters = new Parameters(tf, blank, 0, () => false);
  for (const spec of specs) parameters.set(tf, spec.name, goldenValues(spec, seed));
  return parameters;
}

export function pictures(sizes: [number, number][], seed: number): TrainingImage[] {
  return sizes.map(([heightPx, widthPx], index) => ({
    pixels: generatedPixels(`image${index}`, heightPx, widthPx, seed),
    heightPx,
    widthPx,
  }));
}

export function truths(sizes: [number, number][], boxes: number[][][]): TrainingTarget[] {
  return sizes.map(([heightPx, widthPx], image) => {
    const own = boxes[image] as number[][];
    return {
      boxesXyxyPx: Float32Array.from(own.flat()),
      labels: Int32Array.from(own, (_, index) => 1 + (index % 2)),
      masks: own.map((box) => ellipse(box, heightPx, widthPx)),
    };
  });
}

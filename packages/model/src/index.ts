export { applyAugmentation } from "./augment/applyAugmentation.ts";
export {
  type AugmentConfiguration,
  type AugmentKey,
  augment,
  shuffledIndices,
} from "./augment/augment.ts";
export type { ColorJitterConfiguration } from "./augment/drawColors.ts";
export { flipHorizontally } from "./augment/flipHorizontally.ts";
export {
  type Architecture,
  checkConfiguration,
  type ModelConfiguration,
} from "./configuration/configuration.ts";
export {
  groupCountOf,
  type ModelConfigurationOverrides,
  maskRcnnResnet50FpnConfiguration,
  miniNetConfiguration,
  modelConfiguration,
} from "./configuration/modelConfiguration.ts";
export { type LoadEngineOptions, type LoadedEngine, loadEngine } from "./engine/loadEngine.ts";
export { type Detection, type LossName, lossNames, type TrainingImage, type TrainingTarget } from "./images/images.ts";
export { type DetectOptions, type LossTerms, MaskRcnn } from "./maskRcnn.ts";
export { createRandom, type Random } from "./random/random.ts";
export { listenToStages, type StageListener, type StageName, stageNames } from "./stages/stage.ts";
export type { TensorFlow } from "./tensorFlow.ts";
export { NonFiniteLossError } from "./training/NonFiniteLossError.ts";
export {
  createTrainStep,
  type OptimizerConfiguration,
  type StepResult,
  type TrainStep,
} from "./training/trainStep.ts";
export { type DescribedWeights, describeWeights } from "./weights/describeWeights.ts";
export { type Initialized, initializeFrom } from "./weights/initializeFrom.ts";
export { exportWeights, importWeights } from "./weights/modelWeights.ts";
export { normEpsOf } from "./weights/normEpsOf.ts";
export { readWeights, type Weights, type WeightsFormat } from "./weights/readWeights.ts";
export {
  loadSafetensors,
  type NamedArray,
  saveSafetensors,
  type WeightsFile,
} from "./weights/safetensors.ts";
export { fromTorchLayout, toTorchLayout } from "./weights/torchLayout.ts";
export { WeightsFileError } from "./weights/WeightsFileError.ts";

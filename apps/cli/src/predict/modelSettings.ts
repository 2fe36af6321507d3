import { describeWeights, type ModelConfiguration, modelConfiguration } from "@maskyard/model";
import { z } from "zod";
import { CliError } from "../errors/CliError.ts";
import type { ReadWeights } from "../weights/readWeightsFile.ts";

/** What the command line says of the model; it overrides what the file says. */
export interface PredictSettings {
  readonly architecture?: "mininet" | "maskrcnn_resnet50_fpn";
  readonly numClasses?: number;
  readonly normEps?: number;
  readonly minSize?: number;
  readonly maxSize?: number;
  readonly scoreThreshold?: number;
  readonly nmsThreshold?: number;
  readonly maxDetections?: number;
}

export interface ModelSettings {
  readonly configuration: ModelConfiguration;
  /** Names by label, the first for label 1; labels without a name are called by their number. */
  readonly classNames: readonly string[];
}

const classNamesSchema = z.array(z.string());

/** The model a weights file holds: what its metadata says, else what its tensors and the command line say, with the command line's sizes and thresholds. */
export function modelSettings({ arrays, metadata, normEps }: ReadWeights, settings: PredictSettings): ModelSettings {
  const base = metadata.modelConfiguration
    ? recordedConfiguration(metadata.modelConfiguration)
    : foreignConfiguration(arrays, settings);
  const { transform, roi } = base;
  return {
    configuration: {
      ...base,
      backbone: { ...base.backbone, normEps: settings.normEps ?? normEps ?? base.backbone.normEps },
      transform: {
        ...transform,
        minSizePx: settings.minSize ?? transform.minSizePx,
        maxSizePx: settings.maxSize ?? transform.maxSizePx,
      },
      roi: {
        ...roi,
        scoreThreshold: settings.scoreThreshold ?? roi.scoreThreshold,
        nmsThreshold: settings.nmsThreshold ?? roi.nmsThreshold,
        maxDetections: settings.maxDetections ?? roi.maxDetections,
      },
    },
    classNames: metadata.classNames ? classNamesSchema.parse(parseMetadata("classNames", metadata.classNames)) : [],
  };
}

/** What an older version did not write down has its default. */
function recordedConfiguration(text: string): ModelConfiguration {
  const recorded = parseMetadata("modelConfiguration", text) as ModelConfiguration;
  return modelConfiguration(recorded.architecture, recorded);
}

function foreignConfiguration(arrays: ReadWeights["arrays"], settings: PredictSettings): ModelConfiguration {
  const described = describeWeights(arrays);
  const architecture = settings.architecture ?? described?.architecture;
  const numClasses = settings.numClasses ?? described?.overrides.numClasses;
  if (architecture === undefined || numClasses === undefined) {
    throw new CliError(
      "UNKNOWN_MODEL",
      "The file does not say which model it contains, and its tensors do not belong to a detector. Give --architecture and --num-classes (including the background).",
    );
  }
  return modelConfiguration(architecture, { ...described?.overrides, numClasses });
}

function parseMetadata(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError(
      "DAMAGED_WEIGHTS",
      `The weights file's metadata "${key}" cannot be read. Download the checkpoint again.`,
      { cause },
    );
  }
}

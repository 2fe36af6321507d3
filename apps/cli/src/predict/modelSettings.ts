import type { ModelConfiguration } from "@maskyard/model";
import { z } from "zod";
import { CliError } from "../errors/CliError.ts";

/** What the command line says of the model; it overrides what the file says. */
export interface PredictSettings {
  readonly architecture?: "mininet" | "maskrcnn_resnet50_fpn";
  readonly numClasses?: number;
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

/** The model a weights file holds: what its metadata says, else what the command line says, with the command line's sizes and thresholds. */
export async function modelSettings(
  metadata: Readonly<Record<string, string>>,
  settings: PredictSettings,
): Promise<ModelSettings> {
  const base = metadata.modelConfiguration
    ? (parseMetadata("modelConfiguration", metadata.modelConfiguration) as ModelConfiguration)
    : await foreignConfiguration(settings);
  const { transform, roi } = base;
  return {
    configuration: {
      ...base,
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

async function foreignConfiguration({ architecture, numClasses }: PredictSettings): Promise<ModelConfiguration> {
  if (architecture === undefined || numClasses === undefined) {
    throw new CliError(
      "UNKNOWN_MODEL",
      "The file does not say which model it holds; give --architecture and --num-classes (which counts the background).",
    );
  }
  if (architecture !== "mininet") {
    throw new CliError("UNSUPPORTED_MODEL", `Weights of ${architecture} cannot be read yet; mininet's can.`);
  }
  const { miniNetConfiguration } = await import("@maskyard/model");
  return miniNetConfiguration({ numClasses });
}

function parseMetadata(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError(
      "DAMAGED_WEIGHTS",
      `The weights file's metadata "${key}" cannot be read; download the checkpoint again.`,
      { cause },
    );
  }
}

import { readFile } from "node:fs/promises";
import { importWeights, loadEngine, loadSafetensors, MaskRcnn } from "@maskyard/model";
import { modelSettings, type PredictSettings } from "./modelSettings.ts";

/** The optimizer's tensors in a checkpoint, which detection has no use for. */
const OPTIMIZER_PREFIX = "momentum.";

/** The model of a weights file, ready to detect. Builds the engine first where that was not done yet, telling the steps of it. */
export async function openModel(
  weightsPath: string,
  settings: PredictSettings,
  onEngineStep: (step: string) => void,
): Promise<{ model: MaskRcnn; classNames: readonly string[] }> {
  // The file is read first: a wrong one is told before an engine is built.
  const { arrays, metadata } = loadSafetensors(await readFile(weightsPath));
  const { configuration, classNames } = await modelSettings(metadata, settings);
  let step = "";
  const { tf } = await loadEngine({
    onProgress: (progress) => {
      if (progress.step === step) return;
      step = progress.step;
      onEngineStep(step);
    },
  });
  const model = MaskRcnn.create(tf, configuration, 0);
  importWeights(model, new Map([...arrays].filter(([name]) => !name.startsWith(OPTIMIZER_PREFIX))));
  return { model, classNames };
}

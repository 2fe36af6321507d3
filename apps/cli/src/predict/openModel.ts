import { importWeights, loadEngine, MaskRcnn } from "@maskyard/model";
import { readWeightsFile } from "../weights/readWeightsFile.ts";
import { modelSettings, type PredictSettings } from "./modelSettings.ts";

/** The model of a weights file, ready to detect. Builds the engine first where that was not done yet, telling the steps of it. */
export async function openModel(
  weightsPath: string,
  settings: PredictSettings,
  onEngineStep: (step: string) => void,
): Promise<{ model: MaskRcnn; classNames: readonly string[] }> {
  // The file is read first: a wrong one is told before an engine is built.
  const weights = await readWeightsFile(weightsPath);
  const { configuration, classNames } = modelSettings(weights, settings);
  let step = "";
  const { tf } = await loadEngine({
    onProgress: (progress) => {
      if (progress.step === step) return;
      step = progress.step;
      onEngineStep(step);
    },
  });
  const model = MaskRcnn.create(tf, configuration, 0);
  importWeights(model, weights.arrays);
  return { model, classNames };
}

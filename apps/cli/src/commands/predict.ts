import { type Command, Option } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { numberBetween, wholeNumberBetween } from "../input/parseNumber.ts";
import { printJson } from "../output/printJson.ts";
import { printNotice } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { startProgressBar } from "../output/progressBar.ts";
import type { PredictSettings } from "../predict/modelSettings.ts";

interface PredictOptions extends CommonOptions, PredictSettings {
  readonly weights: string;
}

export function registerPredict(program: Command): void {
  addCommand(program, "predict <images...>", "find objects in images (no server)")
    .requiredOption("--weights <file>", "a checkpoint of a run, or torchvision's weights (safetensors, .pth)")
    .addOption(
      new Option("--architecture <name>", "for files that do not say it").choices(["mininet", "maskrcnn_resnet50_fpn"]),
    )
    .option(
      "--num-classes <count>",
      "classes with the background, for files that do not say it",
      wholeNumberBetween(2, 100_000),
    )
    .option(
      "--norm-eps <eps>",
      "of the frozen batch norms: 0 for torchvision's published COCO_V1 weights, else 1e-5",
      numberBetween(0, 1),
    )
    .option("--min-size <px>", "shorter side the image is scaled to", wholeNumberBetween(16, 8_192))
    .option("--max-size <px>", "unless the longer would pass this", wholeNumberBetween(16, 8_192))
    .option("--score-threshold <score>", "leave out detections below", numberBetween(0, 1))
    .option(
      "--nms-threshold <iou>",
      "leave out detections of a class that overlap a better one by more",
      numberBetween(0, 1),
    )
    .option("--max-detections <count>", "at most so many an image", wholeNumberBetween(1, 10_000))
    .action(predict);
}

async function predict(images: readonly string[], options: PredictOptions): Promise<void> {
  const { openModel } = await import("../predict/openModel.ts");
  const { readImage } = await import("../predict/readImage.ts");
  const { cocoResults } = await import("../predict/cocoResults.ts");
  const { model, classNames } = await openModel(options.weights, options, (step) => {
    if (!options.json) printNotice(`Building the engine: ${step}`);
  });
  const bar = startProgressBar("Images", { json: options.json === true });
  const results = [];
  try {
    for (const [index, path] of images.entries()) {
      const image = await readImage(path);
      results.push(...cocoResults(path, image, model.detect([image])[0] ?? [], classNames));
      bar.update(index + 1, images.length);
    }
  } finally {
    bar.stop();
    model.dispose();
  }
  if (options.json) return printJson(results);
  printTable(
    ["IMAGE", "CATEGORY", "SCORE", "X", "Y", "WIDTH", "HEIGHT"],
    results.map((one) => [one.image, one.category, one.score.toFixed(3), ...one.bbox.map((value) => value.toFixed(1))]),
  );
}

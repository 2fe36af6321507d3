import type { Command } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { wholeNumberBetween } from "../input/parseNumber.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { startProgressBar } from "../output/progressBar.ts";

interface GenerateOptions extends CommonOptions {
  readonly train?: number;
  readonly val?: number;
  readonly seed?: number;
}

export function registerDemo(program: Command): void {
  const demo = program.command("demo").description("the demo dataset");
  addCommand(demo, "generate <directory>", "draw campus street scenes with exact masks (no server)")
    .option("--train <count>", "training images; 128 when absent", wholeNumberBetween(1, 1_000_000))
    .option("--val <count>", "validation images; 32 when absent", wholeNumberBetween(1, 1_000_000))
    .option("--seed <number>", "the same seed gives the same bytes", wholeNumberBetween(0, 2 ** 31 - 1))
    .action(generate);
}

async function generate(directory: string, options: GenerateOptions): Promise<void> {
  const { writeCampusDataset } = await import("@maskyard/scenes");
  const bar = startProgressBar("Scenes", { json: options.json === true });
  try {
    const dataset = await writeCampusDataset({
      directory,
      onProgress: ({ done, total }) => bar.update(done, total),
      ...(options.train === undefined ? {} : { trainCount: options.train }),
      ...(options.val === undefined ? {} : { validationCount: options.val }),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
    });
    bar.stop();
    if (options.json) return printJson(dataset);
    const verb = dataset.wasWritten ? "Drew" : "There already:";
    printLine(
      `${verb} ${dataset.images} scenes with ${dataset.annotations} objects; content hash ${dataset.contentHash}.`,
    );
  } finally {
    bar.stop();
  }
}

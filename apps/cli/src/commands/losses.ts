import { type Command, Option } from "commander";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { wholeNumberBetween } from "../input/parseNumber.ts";
import { printJson } from "../output/printJson.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { findRunId, requireRun } from "../server/findRun.ts";
import { graphql } from "../server/graphql.ts";

const LOSSES = graphql`query RunImageLosses($id: ID!, $fromStep: Int, $toStep: Int, $order: ImageLossOrder!, $first: Int!) {
  run(id: $id) {
    imageLosses(fromStep: $fromStep, toStep: $toStep, order: $order, first: $first) {
      step image { id fileName } total classifier boxRegression mask objectness rpnBoxRegression
      augmentation {
        words flipped
        window { scale scaledWidthPx scaledHeightPx leftPx topPx widthPx heightPx }
        colors { kind amount }
      }
    }
  }
}`;

interface LossNode {
  step: number;
  image: { id: string; fileName: string } | null;
  /** null where it was no finite number. */
  total: number | null;
  augmentation: { words: string } | null;
}

interface LossesOptions extends CommonOptions {
  readonly step?: number;
  readonly from?: number;
  readonly to?: number;
  readonly order: string;
  readonly first: number;
}

export function registerLosses(program: Command): void {
  const step = wholeNumberBetween(0, 2 ** 31 - 1);
  addCommand(program, "losses <run>", "single training images' losses, and how each was augmented")
    .addOption(new Option("--step <step>", "the images of this step").argParser(step).conflicts(["from", "to"]))
    .option("--from <step>", "first step", step)
    .option("--to <step>", "last step", step)
    .addOption(
      new Option("--order <order>", "the greatest first; each image once, with its latest losses; or by step")
        .choices(["greatest", "latest", "step"])
        .default("greatest"),
    )
    .option("--first <count>", "at most so many", wholeNumberBetween(1, 500), 50)
    .action(listLosses);
}

async function listLosses(reference: string, options: LossesOptions): Promise<void> {
  const client = await connect();
  const id = await findRunId(client, reference);
  const { run } = await client.request<{ run: { imageLosses: LossNode[] } | null }>(LOSSES, {
    id,
    fromStep: options.step ?? options.from ?? null,
    toStep: options.step ?? options.to ?? null,
    order: options.order.toUpperCase(),
    first: options.first,
  });
  const losses = requireRun(run, reference).imageLosses;
  if (options.json) return printJson(losses);
  printTable(
    ["STEP", "LOSS", "IMAGE", "AUGMENTATION"],
    losses.map(({ step, total, image, augmentation }) => [step, total, image?.fileName, augmentation?.words]),
  );
}

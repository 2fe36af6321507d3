import type { CocoSummary } from "@maskyard/annotations";
import type { Command } from "commander";
import { CliError, usageError } from "../errors/CliError.ts";
import { addCommand, type CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printNotice } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { findRunId, requireRun } from "../server/findRun.ts";
import { graphql } from "../server/graphql.ts";

const EVALUATIONS = graphql`query RunEvaluations($id: ID!) {
  run(id: $id) { evaluations { step subset metrics checkpoint { best } } }
}`;

const SUMMARY_KEYS = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"] as const;
const IOU_TYPES = ["bbox", "segm"] as const;

interface Figures {
  readonly bbox?: CocoSummary;
  readonly segm?: CocoSummary;
  readonly perClass: readonly { readonly name: string; readonly bbox?: CocoSummary; readonly segm?: CocoSummary }[];
  readonly warnings?: readonly string[];
  /** Of a run's evaluation: the optimizer steps before it, and the images it was on. */
  readonly step?: number;
  readonly subset?: string;
}

interface EvaluateOptions extends CommonOptions {
  readonly gt?: string;
  readonly dt?: string;
  readonly run?: string;
}

export function registerEvaluate(program: Command): void {
  addCommand(program, "evaluate", "COCO figures of detections against a ground truth (no server), or of a run")
    .option("--gt <file>", "ground truth, a COCO annotation file")
    .option("--dt <file>", "detections, a COCO results file")
    .option("--run <run>", "instead: the figures stored for a run's best checkpoint, or its newest")
    .action(evaluate);
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const figures = await figuresOf(options);
  if (options.json) return printJson(figures);
  for (const warning of figures.warnings ?? []) printNotice(`Note: ${warning}.`);
  printTable(
    ["", ...SUMMARY_KEYS],
    IOU_TYPES.flatMap((iouType) => {
      const summary = figures[iouType];
      return summary ? [[iouType, ...SUMMARY_KEYS.map((key) => summary[key])]] : [];
    }),
  );
}

async function figuresOf({ gt, dt, run }: EvaluateOptions): Promise<Figures> {
  if (run !== undefined) {
    if (gt !== undefined || dt !== undefined) throw usageError("Give --run, or --gt with --dt, and not both.");
    return figuresOfRun(run);
  }
  if (gt === undefined || dt === undefined) throw usageError("Give --gt FILE and --dt FILE, or --run RUN.");
  return figuresOfFiles(gt, dt);
}

async function figuresOfFiles(gt: string, dt: string): Promise<Figures> {
  const { evaluateCocoFiles, readJson } = await import("@maskyard/annotations");
  const { textFileAt } = await import("../input/textFile.ts");
  const [groundTruth, results] = [await textFileAt(gt), await textFileAt(dt)];
  const bbox = await evaluateCocoFiles({ groundTruth, results, iouType: "bbox" });
  // Results of boxes alone have no masks to compare.
  const segm = hasMasks(await readJson(results))
    ? await evaluateCocoFiles({ groundTruth, results, iouType: "segm" })
    : undefined;
  const segmByName = new Map(segm?.perClass.map((one) => [one.categoryId, one]));
  return {
    bbox: summaryOf(bbox),
    ...(segm ? { segm: summaryOf(segm) } : {}),
    perClass: bbox.perClass.map((one) => {
      const masks = segmByName.get(one.categoryId);
      return {
        id: one.categoryId,
        name: one.name,
        groundTruthCount: one.groundTruthCount,
        detectionCount: one.detectionCount,
        bbox: summaryOf(one),
        ...(masks ? { segm: summaryOf(masks) } : {}),
      };
    }),
    warnings: [...new Set([...bbox.warnings, ...(segm?.warnings ?? [])])],
  };
}

async function figuresOfRun(reference: string): Promise<Figures> {
  const client = await connect();
  const id = await findRunId(client, reference);
  const { run } = await client.request<{ run: { evaluations: StoredEvaluation[] } | null }>(EVALUATIONS, { id });
  const { evaluations } = requireRun(run, reference);
  const chosen = evaluations.find(({ checkpoint }) => checkpoint?.best) ?? evaluations.at(-1);
  if (!chosen) {
    throw new CliError(
      "NOT_FOUND",
      `The run ${JSON.stringify(reference)} has not been evaluated yet. Wait for the end of an epoch.`,
    );
  }
  return { ...chosen.metrics, step: chosen.step, subset: chosen.subset.toLowerCase() };
}

interface StoredEvaluation {
  readonly step: number;
  readonly subset: string;
  readonly metrics: Figures;
  readonly checkpoint: { readonly best: boolean } | null;
}

function summaryOf(figures: CocoSummary): CocoSummary {
  return Object.fromEntries(SUMMARY_KEYS.map((key) => [key, figures[key]])) as unknown as CocoSummary;
}

/** Whether masks can be asked for: no result is without one. */
function hasMasks(root: unknown): boolean {
  const records = Array.isArray(root) ? root : [];
  return records.every((record: { segmentation?: unknown } | null) => record?.segmentation !== undefined);
}

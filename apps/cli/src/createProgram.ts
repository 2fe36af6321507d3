import { readFileSync } from "node:fs";
import { Command } from "commander";
import { registerAlerts } from "./commands/alerts.ts";
import { registerArtifacts } from "./commands/artifacts.ts";
import { registerCancel } from "./commands/cancel.ts";
import { registerCaptureGroups } from "./commands/captureGroups.ts";
import { registerCategories } from "./commands/categories.ts";
import { registerCheckpoints } from "./commands/checkpoints.ts";
import { registerClone } from "./commands/clone.ts";
import { registerConvert } from "./commands/convert.ts";
import { registerDatasets } from "./commands/datasets.ts";
import { registerDemo } from "./commands/demo.ts";
import { registerDoctor } from "./commands/doctor.ts";
import { registerEvaluate } from "./commands/evaluate.ts";
import { registerExport } from "./commands/export.ts";
import { registerFindings } from "./commands/findings.ts";
import { registerHistory } from "./commands/history.ts";
import { registerImages } from "./commands/images.ts";
import { registerImport } from "./commands/import.ts";
import { registerLaunch } from "./commands/launch.ts";
import { registerLedger } from "./commands/ledger.ts";
import { registerLogin } from "./commands/login.ts";
import { registerLosses } from "./commands/losses.ts";
import { registerMetrics } from "./commands/metrics.ts";
import { registerModels } from "./commands/models.ts";
import { registerPredict } from "./commands/predict.ts";
import { registerQueue } from "./commands/queue.ts";
import { registerReadings } from "./commands/readings.ts";
import { registerRetry } from "./commands/retry.ts";
import { registerRuns } from "./commands/runs.ts";
import { registerSignInLink } from "./commands/signInLink.ts";
import { registerSnapshot } from "./commands/snapshot.ts";
import { registerSplit } from "./commands/split.ts";
import { registerSweep } from "./commands/sweep.ts";
import { registerTags } from "./commands/tags.ts";
import { registerTrainers } from "./commands/trainers.ts";
import { registerWatch } from "./commands/watch.ts";
import { registerWeights } from "./commands/weights.ts";

/** The commands in the order help lists them. */
const REGISTRATIONS = [
  registerLogin,
  registerSignInLink,
  registerImport,
  registerExport,
  registerConvert,
  registerReadings,
  registerDatasets,
  registerLedger,
  registerFindings,
  registerHistory,
  registerCategories,
  registerImages,
  registerTags,
  registerCaptureGroups,
  registerSplit,
  registerSnapshot,
  registerLaunch,
  registerSweep,
  registerWatch,
  registerRuns,
  registerMetrics,
  registerLosses,
  registerCheckpoints,
  registerArtifacts,
  registerModels,
  registerCancel,
  registerRetry,
  registerClone,
  registerQueue,
  registerTrainers,
  registerAlerts,
  registerPredict,
  registerWeights,
  registerEvaluate,
  registerDemo,
  registerDoctor,
];

/** The whole command line. Wrong usage throws commander's error instead of ending the process. */
export function createProgram(): Command {
  const program = new Command("maskyard")
    .description("Datasets, Mask R-CNN training and experiment comparison, from the command line.")
    .version(readVersion(), "-V, --version")
    .exitOverride()
    // An option belongs to the command it stands behind: "split" and "split check" both have --json.
    .enablePositionalOptions()
    .configureOutput({ writeErr: (text) => (text.startsWith("error:") ? undefined : process.stderr.write(text)) })
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      "\nThe server is MASKYARD_URL with MASKYARD_TOKEN, else that of maskyard login, else the one npm start runs from this checkout.",
    );
  for (const register of REGISTRATIONS) register(program);
  return program;
}

function readVersion(): string {
  return (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version;
}

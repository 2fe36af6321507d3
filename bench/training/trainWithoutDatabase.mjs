import { ParentLink } from "../../apps/trainer/dist/link/parentLink.js";
import { Reporter } from "../../apps/trainer/dist/link/reporter.js";
import { TrainingControl } from "../../apps/trainer/dist/loop/trainingControl.js";
import { trainRun } from "../../apps/trainer/dist/loop/trainRun.js";
import { loadEngine } from "../../packages/model/dist/index.js";

/**
 * The trainer's own loop (worker threads, optimizer, checkpoints, evaluations) in this process, with no database: every message that a
 * training process would send to its parent is given to `onMessage` and acknowledged.
 * @param {object} options
 * @param {"MININET" | "TRANSFER"} options.recipe
 * @param {import("../../packages/store/dist/index.js").RunConfiguration} options.configuration
 * @param {string} options.manifestSha256
 * @param {string} options.blobDirectory
 * @param {(message: import("../../apps/trainer/dist/protocol/childMessages.js").ChildMessage) => void} options.onMessage
 * @param {import("../../apps/trainer/dist/loop/trainRun.js").StepObserver} [options.onStep] called after every step
 */
export async function trainWithoutDatabase({
  recipe,
  configuration,
  manifestSha256,
  blobDirectory,
  onMessage,
  onStep,
}) {
  const link = new ParentLink((message) => {
    onMessage(message);
    queueMicrotask(() => link.acknowledge(message.sequence, message.type === "evaluation" ? {} : { value: "row" }));
  });
  await trainRun({
    start: {
      type: "start",
      runId: "bench",
      attempt: 1,
      maxAttempts: 1,
      recipe,
      configuration,
      manifestSha256,
      blobDirectory,
      weightsDirectory: blobDirectory,
      initialWeights: null,
      sweepStop: null,
      checkpoints: [],
      evaluations: [],
    },
    loadEngine,
    link,
    reporter: new Reporter(link),
    control: new TrainingControl(),
    ...(onStep ? { onStep } : {}),
  });
}

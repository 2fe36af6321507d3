import { availableParallelism, totalmem } from "node:os";
import { createTrainStep, type LoadedEngine, MaskRcnn, type TrainStep } from "@maskyard/model";
import { BlobStore, type RunConfiguration, readManifest, runConfigurationSchema } from "@maskyard/store";
import { SampleLoader } from "../data/sampleLoader.ts";
import { readTrainingSet, type TrainingSet } from "../data/trainingSet.ts";
import { UserError } from "../failure/userError.ts";
import type { ParentLink } from "../link/parentLink.ts";
import type { Reporter } from "../link/reporter.ts";
import { planTraining, type TrainingPlan } from "../order/trainingPlan.ts";
import type { StartMessage } from "../protocol/parentMessages.ts";
import { modelConfigurationOf } from "./modelConfiguration.ts";
import { applyStartingPoint, readStartingPoint, weightsNormEps } from "./startingPoint.ts";
import type { TrainingControl } from "./trainingControl.ts";

/** Everything that the stages of one training share. */
export interface RunContext {
  start: StartMessage;
  configuration: RunConfiguration;
  set: TrainingSet;
  plan: TrainingPlan;
  engine: LoadedEngine;
  model: MaskRcnn;
  trainStep: TrainStep;
  blobs: BlobStore;
  loader: SampleLoader;
  link: ParentLink;
  reporter: Reporter;
  control: TrainingControl;
  /** The checkpoint that the model was continued from; null at the beginning. */
  resumed: { step: number; checkpointId: string } | null;
  /** Why the run's sweep ends it, and after which step; null to go on. */
  sweepStop: { step: number; sentence: string } | null;
}

export interface RunContextOptions {
  start: StartMessage;
  /** Called once the data has been found fit to train on: loading the engine takes a second. */
  loadEngine: () => Promise<LoadedEngine>;
  link: ParentLink;
  reporter: Reporter;
  control: TrainingControl;
}

const maxCacheBytes = 1024 * 1024 * 1024;

/**
 * Reads the snapshot, loads the engine and builds the model with the weights it starts from.
 *
 * @throws UserError when the run cannot be trained as it was launched
 */
export async function openRun(options: RunContextOptions): Promise<RunContext> {
  const { start } = options;
  const configuration = readConfiguration(start.configuration);
  const blobs = new BlobStore(start.blobDirectory);
  const set = readTrainingSet(await readManifest(blobs, start.manifestSha256));
  const plan = planTraining({ ...configuration, imageCount: set.train.length });
  const startingPoint = await readStartingPoint(start, blobs, options.reporter);
  const modelConfiguration = asUserError(() =>
    modelConfigurationOf(start.recipe, configuration, {
      numClasses: set.categories.length + 1,
      weightsNormEps: weightsNormEps(startingPoint),
    }),
  );
  const engine = await options.loadEngine();
  const model = MaskRcnn.create(engine.tf, modelConfiguration, configuration.seed);
  const trainStep = asUserError(() =>
    createTrainStep(engine.tf, model, {
      ...configuration,
      beta2: configuration.adamBeta2,
      totalSteps: plan.totalSteps,
    }),
  );
  applyStartingPoint(startingPoint, model, trainStep, options.reporter);
  const checkpoint = startingPoint.kind === "checkpoint" ? startingPoint.checkpoint : null;
  const resumed = checkpoint && { step: checkpoint.step, checkpointId: checkpoint.id };
  const loader = new SampleLoader({
    workerCount: availableParallelism() >= 4 ? 2 : 1,
    cacheBytes: Math.min(maxCacheBytes, totalmem() / 16),
  });
  return {
    ...options,
    configuration,
    set,
    plan,
    engine,
    model,
    trainStep,
    blobs,
    loader,
    resumed,
    sweepStop: start.sweepStop,
  };
}

export async function closeRun(context: RunContext): Promise<void> {
  context.trainStep.dispose();
  context.model.dispose();
  await context.loader.close();
}

function readConfiguration(value: unknown): RunConfiguration {
  const parsed = runConfigurationSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new UserError(`The run's configuration cannot be trained: ${problems.join("; ")}.`);
}

/** The model's complaints about its configuration are about what the user set. */
function asUserError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UserError(`The run's configuration cannot be trained: ${message}`);
  }
}

import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import util from "node:util";
import type * as tensorflow from "@tensorflow/tfjs-node-gpu";
import { type EnsureEngineOptions, ensureEngine } from "../../engine/ensureEngine.mjs";

export interface LoadEngineOptions extends EnsureEngineOptions {
  /**
   * Threads inside one operation; the default is the machine's. Runs are bit-equal only under the same number. Counts for
   * the first load in a process: TensorFlow reads it once.
   */
  intraOpThreads?: number | undefined;
}

export interface LoadedEngine {
  tf: typeof tensorflow;
  kind: "cpu" | "cuda";
  /** What it computes on: "CPU", or the GPU's name, for example "NVIDIA H200". */
  device: string;
  tensorflowVersion: string;
  intraOpThreads: number;
}

/**
 * Loads TensorFlow into this process, building it first where that was not done yet (see ensureEngine). May be called
 * again; the native library stays one.
 *
 * @throws MissingToolsError where it must be built and cannot; Error where it does not load
 */
export async function loadEngine(options: LoadEngineOptions = {}): Promise<LoadedEngine> {
  const { kind, tensorflowVersion } = await ensureEngine(options);
  setEnvironment(kind, options.intraOpThreads);
  defineRemovedUtil();
  // The package is CommonJS, and its native part must find the environment set: hence a require here, not an import above.
  const tf = createRequire(import.meta.url)("@tensorflow/tfjs-node-gpu") as typeof tensorflow;
  await tf.ready();
  const device = deviceOf(tf);
  if (kind === "cuda" && device === "CPU") {
    process.emitWarning(
      "There is a GPU, but TensorFlow cannot use it and computes on the CPU. TF_CPP_MIN_LOG_LEVEL=0 makes it say why.",
    );
  }
  return { tf, kind, device, tensorflowVersion, intraOpThreads: Number(process.env.TF_NUM_INTRAOP_THREADS) };
}

/** What the user set himself stays. */
function setEnvironment(kind: "cpu" | "cuda", intraOpThreads: number | undefined) {
  const env = process.env;
  // TensorFlow's start-up banner would land in the logs.
  env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  // The gradient of CropAndResize races on the CPU: two runs differed by 9 % in norm. With this it is bit-equal, as fast. On
  // CUDA its kernel adds atomically, so that nothing is lost but the order of the additions, and refuses to run under this.
  if (kind === "cpu") env.TF_DETERMINISTIC_OPS ??= "1";
  // The order of partial sums depends on the number of threads.
  if (intraOpThreads !== undefined) env.TF_NUM_INTRAOP_THREADS = String(intraOpThreads);
  env.TF_NUM_INTRAOP_THREADS ??= String(availableParallelism());
  env.TF_NUM_INTEROP_THREADS ??= "1";
  // A GPU shared with others is not taken whole at the first operation.
  env.TF_FORCE_GPU_ALLOW_GROWTH ??= "true";
  // The package puts tensors on the last GPU and TensorFlow its work on the first: it is shown one. As nvidia-smi counts them.
  env.CUDA_DEVICE_ORDER ??= "PCI_BUS_ID";
  env.CUDA_VISIBLE_DEVICES ??= "0";
}

function deviceOf(tf: typeof tensorflow): string {
  const { isUsingGpuDevice } = tf.backend() as unknown as { isUsingGpuDevice: boolean };
  if (!isUsingGpuDevice) return "CPU";
  const which = ["-i", process.env.CUDA_VISIBLE_DEVICES as string, "--query-gpu=name", "--format=csv,noheader"];
  const answer = spawnSync("nvidia-smi", which, { encoding: "utf8", timeout: 10_000 });
  // A container may have the GPU and not the program.
  return (answer.status === 0 && answer.stdout.trim().split("\n")[0]) || "GPU";
}

/** Node 23 removed this function, which tfjs-node 4.22 still calls in every operation. */
function defineRemovedUtil() {
  const legacyUtil = util as unknown as { isNullOrUndefined?: (value: unknown) => boolean };
  legacyUtil.isNullOrUndefined ??= (value) => value === null || value === undefined;
}

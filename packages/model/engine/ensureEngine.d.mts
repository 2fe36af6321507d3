export type EngineKind = "cpu" | "cuda";

export interface EngineProgress {
  step: "wait" | "download" | "unpack" | "compile" | "verify";
  /** Of this step, 0 to 1. */
  fraction: number;
  detail: string;
  /** Since the call. */
  seconds: number;
}

export interface EnsureEngineOptions {
  /** In place of $MASKYARD_CACHE, $XDG_CACHE_HOME/maskyard or ~/.cache/maskyard. */
  cacheDir?: string | undefined;
  /** In place of asking nvidia-smi. */
  kind?: EngineKind | undefined;
  /** How an engine that is there is looked at: its files' sizes, or by loading it in a child process. */
  verify?: "files" | "load" | undefined;
  onProgress?: ((progress: EngineProgress) => void) | undefined;
  /** Ends a build and its child processes. */
  signal?: AbortSignal | undefined;
}

export interface Engine {
  /** The engine's folder in the cache. */
  dir: string;
  kind: EngineKind;
  tensorflowVersion: string;
  /** Whether this call built it. */
  built: boolean;
  seconds: number;
}

/**
 * Makes the training engine ready for `require("@tensorflow/tfjs-node-gpu")` in this checkout: built once per machine
 * into the cache folder, taken from there ever after, rebuilt when broken.
 *
 * @throws MissingToolsError naming what is missing here and how to install it
 */
export function ensureEngine(options?: EnsureEngineOptions): Promise<Engine>;

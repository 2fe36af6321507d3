import { cpus, totalmem } from "node:os";
import type { LoadedEngine } from "@maskyard/model";

const bytesPerMiB = 1024 * 1024;

/** What the training process is and runs on, for the run's provenance. */
export function describeProcess(engine: LoadedEngine): Record<string, unknown> {
  const processors = cpus();
  return {
    processId: process.pid,
    engine: `TensorFlow ${engine.tensorflowVersion}`,
    device: engine.device,
    threads: engine.intraOpThreads,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: processors[0]?.model ?? null,
    cores: processors.length,
    memoryMib: Math.round(totalmem() / bytesPerMiB),
  };
}

import { fork } from "node:child_process";
import { z } from "zod";
import { forkEntry } from "./entry/sourceEntry.ts";

export const trainerVersion = "0.1.0";

export const engineDescriptionSchema = z.object({
  /** "CPU" or the GPU's name, as the trainers' list shows it. */
  device: z.string(),
  /** For example "TensorFlow 2.21.0". */
  version: z.string(),
});
export type EngineDescription = z.infer<typeof engineDescriptionSchema>;

/**
 * Loads the engine once in a process of its own, so that the supervising process stays small, and says what it is.
 *
 * @throws Error with what the process wrote when the engine cannot be loaded
 */
export function describeEngine(): Promise<EngineDescription> {
  const { path, execArgv } = forkEntry("engineProbe");
  const probe = fork(path, [], { execArgv, stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let stderr = "";
  probe.stderr?.on("data", (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-4_000);
  });
  return new Promise((resolve, reject) => {
    probe.once("message", (message) => {
      resolve(engineDescriptionSchema.parse(message));
      probe.disconnect();
    });
    probe.once("error", reject);
    probe.once("exit", () => reject(new Error(`the engine could not be loaded: ${stderr.trim()}`)));
  });
}

import { type MemorySettings, whatToLower } from "../failure/whatToLower.ts";
import type { ProcessExit } from "./trainingProcess.ts";

const reasonLines = 5;
/** What TensorFlow says at every start. */
const chatter = /^(WARNING: All log messages before absl|I\d{4} )/;

/**
 * Why a training process that did not say so itself is gone, for the person who launched the run.
 *
 * @param settings of the run; null where they cannot be read
 */
export function describeExit(
  exit: ProcessExit,
  stderrTail: readonly string[],
  settings: MemorySettings | null,
): string {
  const said = stderrTail.filter((line) => line.trim() !== "" && !chatter.test(line)).slice(-reasonLines);
  const last = said.length > 0 ? ` Its last words: ${said.join(" | ")}` : "";
  const lower = settings ? whatToLower(settings) : "batchSize, maxSizePx or roiBatchSizePerImage";
  const text = stderrTail.join("\n");
  if (/heap out of memory|bad_alloc|OOM when allocating|Cannot allocate memory/i.test(text)) {
    return `The training process ran out of memory: lower ${lower}.${last}`;
  }
  if (exit.signal === "SIGKILL") {
    return `The training process was killed (SIGKILL), as the system does when memory runs out; if it was that, lower ${lower}.${last}`;
  }
  if (exit.signal) return `The training process was ended by ${exit.signal}.${last}`;
  return `The training process ended unexpectedly with code ${exit.code}.${last}`;
}

import type { Command } from "commander";
import { wholeNumberBetween } from "./parseNumber.ts";

/** What a launch says of the queue. */
export interface QueueOptions {
  readonly priority?: number;
  readonly label: readonly string[];
  readonly memory?: number;
}

/** Gathers an option that may be repeated. */
export const collectValues = (value: string, values: readonly string[]): string[] => [...values, value];

export function withQueueOptions(command: Command): Command {
  return command
    .option("--priority <number>", "higher is trained first; 0 when absent", wholeNumberBetween(-1000, 1000))
    .option("--label <label>", "what the trainer must have, for example gpu; may be repeated", collectValues, [])
    .option("--memory <MiB>", "memory the trainer must have free", wholeNumberBetween(1, 2 ** 31 - 1));
}

/** The options as the mutations' inputs take them; what was not given is left out. */
export function queueInput(options: QueueOptions): Record<string, unknown> {
  return {
    ...(options.priority === undefined ? {} : { priority: options.priority }),
    ...(options.label.length === 0 ? {} : { requiredLabels: options.label }),
    ...(options.memory === undefined ? {} : { requiredMemoryMib: options.memory }),
  };
}

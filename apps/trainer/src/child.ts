import { loadEngine } from "@maskyard/model";
import { describeFailure } from "./failure/describeFailure.ts";
import { DivergedError, UserError } from "./failure/userError.ts";
import { ParentLink } from "./link/parentLink.ts";
import { Reporter } from "./link/reporter.ts";
import { TrainingControl } from "./loop/trainingControl.ts";
import { trainRun } from "./loop/trainRun.ts";
import type { ChildReport } from "./protocol/childMessages.ts";
import { parentMessageSchema, type StartMessage } from "./protocol/parentMessages.ts";

// The training process: forked by the supervising one, it trains the run named in the start message and ends.

// No signal is handled here, and none should be: a handler that runs while oneDNN's generated matrix product is on the
// thread damages the heap (seen with the CPU profiler's SIGPROF). Stopping is a message; whoever kills, kills.
// Without its supervisor it could write nothing any more.
process.on("disconnect", () => process.exit(1));

const link = new ParentLink((message) => {
  process.send?.(message);
});
const reporter = new Reporter(link);
const control = new TrainingControl();

process.on("message", (received) => {
  const message = parentMessageSchema.parse(received);
  switch (message.type) {
    case "start":
      void run(message);
      return;
    case "ack":
      link.acknowledge(message.sequence, { value: message.value });
      return;
    case "stop":
      control.requestStop(message.reason);
      return;
  }
});

async function run(start: StartMessage) {
  const last = await train(start);
  await reporter.flush();
  await link.post(last);
  process.exit(0);
}

async function train(start: StartMessage): Promise<ChildReport> {
  try {
    const outcome = await trainRun({ start, loadEngine: () => loadEngine(), link, reporter, control });
    return { type: "finished", outcome };
  } catch (error) {
    if (error instanceof UserError) {
      reporter.log(error.message, "error");
      return { type: "failed", cause: "user", diverged: error instanceof DivergedError, message: error.message };
    }
    // For whoever reads the trainer's own log.
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    const message = describeFailure(error);
    reporter.log(message, "error");
    return { type: "failed", cause: "internal", diverged: false, message };
  }
}

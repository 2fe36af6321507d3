import { type ChildProcess, fork } from "node:child_process";
import { createInterface } from "node:readline";
import { storableText } from "@maskyard/store";
import { forkEntry } from "../entry/sourceEntry.ts";
import { type ChildMessage, childMessageSchema } from "../protocol/childMessages.ts";
import type { ParentMessage } from "../protocol/parentMessages.ts";

export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const stderrTailLines = 20;

/** The forked process that holds the engine. Its computing blocks it for seconds, which is why it is a process of its own. */
export class TrainingProcess {
  readonly #child: ChildProcess;
  readonly #stderrTail: string[] = [];
  /** Resolves when the process is gone and every message it sent has been delivered. */
  readonly exited: Promise<ProcessExit>;

  constructor(handlers: { onMessage: (message: ChildMessage) => void; onOutput: (line: string) => void }) {
    const { path, execArgv } = forkEntry("child");
    this.#child = fork(path, [], {
      execArgv,
      // A process group of its own: a Ctrl-C in the terminal must not reach it (see child.ts).
      detached: true,
      // Typed arrays, dates and NaN survive.
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#child.on("message", (message) => handlers.onMessage(childMessageSchema.parse(message)));
    // A send that fails because the process is gone: its exit is handled, and is all there is to say.
    this.#child.on("error", (error) => handlers.onOutput(`training process: ${error.message}`));
    this.exited = this.#whenExited();
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (output) => {
        const line = storableText(output);
        if (stream === this.#child.stderr) this.#keepTail(line);
        handlers.onOutput(line);
      });
    }
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The last lines it wrote to stderr. */
  get stderrTail(): readonly string[] {
    return this.#stderrTail;
  }

  /** Does nothing when the process is gone. */
  send(message: ParentMessage): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #keepTail(line: string) {
    this.#stderrTail.push(line);
    if (this.#stderrTail.length > stderrTailLines) this.#stderrTail.shift();
  }

  async #whenExited(): Promise<ProcessExit> {
    const child = this.#child;
    const exit = new Promise<ProcessExit>((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal }));
      child.once("error", () => {
        if (child.pid === undefined) resolve({ code: null, signal: null });
      });
    });
    const disconnected = new Promise<void>((resolve) => {
      if (child.connected) child.once("disconnect", resolve);
      else resolve();
    });
    const stderrRead = new Promise<void>((resolve) => {
      if (child.stderr) child.stderr.once("close", resolve);
      else resolve();
    });
    const result = await exit;
    await Promise.all([disconnected, stderrRead]);
    return result;
  }
}

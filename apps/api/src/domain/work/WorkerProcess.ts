import { type ChildProcess, fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Readable } from "node:stream";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Lane } from "./lanes.ts";
import { OUTPUT_FD, type TaskMessage, type WorkerMessage } from "./messages.ts";

/** How a process ended. */
export interface WorkerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it wrote to stderr. */
  readonly said: string;
}

export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly dataFolder: string;
}

const SAID_MAX = 8_000;
const MEMORY_CHECK_MS = 250;
const PAGE_BYTES = 4096;

/** One process that does tasks, one at a time. Ending it ends whatever it does, also in the middle of a loop. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #lane: Lane;
  #said = "";
  #memoryCheck: NodeJS.Timeout | null = null;
  #onMessage: (message: WorkerMessage) => void = () => undefined;
  /** Set when it was ended for holding more memory than its lane allows. */
  tookTooMuchMemory = false;
  /** Resolves when the process is gone and all it said has been heard. */
  readonly exited: Promise<WorkerExit>;

  constructor(lane: Lane, settings: WorkerSettings) {
    this.#lane = lane;
    const { MASKYARD_SECRET: _secret, MASKYARD_ADMIN_PASSWORD: _password, ...environment } = process.env;
    this.#child = fork(fileURLToPath(new URL(`./workerMain${ENDING}`, import.meta.url)), [], {
      execArgv: [...NODE_OPTIONS, `--max-old-space-size=${lane.heapMib}`],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc", "pipe"],
      env: {
        ...environment,
        DATABASE_URL: settings.databaseUrl,
        MASKYARD_DATA: settings.dataFolder,
        MASKYARD_NICENESS: String(lane.niceness),
      },
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#said = (this.#said + text).slice(-SAID_MAX);
    });
    this.#child.on("message", (message) => {
      if (isWatchReport(message)) process.send?.(message);
      else this.#onMessage(message as unknown as WorkerMessage);
    });
    // The reader of a stream ends it by ending the process: the pipe's own end is then no news.
    this.output.on("error", () => undefined);
    this.exited = this.#whenExited();
  }

  /** What the task streams, as it comes out of the process. */
  get output(): Readable {
    return this.#child.stdio[OUTPUT_FD] as Readable;
  }

  /** Whether it ended because V8's heap or the whole process grew past its bound. */
  ranOutOfMemory({ said }: WorkerExit): boolean {
    return (
      this.tookTooMuchMemory ||
      /heap out of memory|Reached heap limit|invalid (array|table) length Allocation/i.test(said)
    );
  }

  start(task: TaskMessage, onMessage: (message: WorkerMessage) => void): void {
    this.#onMessage = onMessage;
    this.#memoryCheck = setInterval(() => void this.#checkMemory(), MEMORY_CHECK_MS);
    this.#child.send(task);
  }

  /** After a task: what it says from now on is heard by nobody. */
  rest(): void {
    this.#onMessage = () => undefined;
    this.#stopChecking();
  }

  kill(): void {
    this.#stopChecking();
    this.#child.kill("SIGKILL");
  }

  #stopChecking(): void {
    if (this.#memoryCheck !== null) clearInterval(this.#memoryCheck);
    this.#memoryCheck = null;
  }

  /** V8 bounds its heap alone; buffers and what libraries take are counted here, where the system tells it. */
  async #checkMemory(): Promise<void> {
    const { pid } = this.#child;
    if (pid === undefined || process.platform !== "linux") return;
    const statm = await readFile(`/proc/${pid}/statm`, "utf8").catch(() => ""); // gone meanwhile
    const residentMib = (Number(statm.split(" ")[1] ?? 0) * PAGE_BYTES) / 2 ** 20;
    if (residentMib > this.#lane.residentMib && this.#memoryCheck !== null) {
      this.tookTooMuchMemory = true;
      this.kill();
    }
  }

  async #whenExited(): Promise<WorkerExit> {
    const child = this.#child;
    // "close" comes after "exit", when all of its pipes have been read to their end or closed.
    const ended = await new Promise<Omit<WorkerExit, "said">>((resolve) => {
      child.once("exit", (code, signal) => {
        const heard = () => resolve({ code, signal });
        if (child.stderr === null || child.stderr.closed) heard();
        else child.stderr.once("close", heard);
      });
      child.once("error", (error) => {
        this.#said += error.message;
        if (child.pid === undefined) resolve({ code: null, signal: null });
      });
    });
    this.#stopChecking();
    return { ...ended, said: this.#said };
  }
}

const ENDING = import.meta.url.endsWith(".ts") ? ".ts" : ".js";

/** From the sources (tests) a worker needs what compiles them. It takes no options of this process: a `--watch` among them would start it anew. */
const NODE_OPTIONS =
  ENDING === ".js"
    ? ["--enable-source-maps"]
    : ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href, "--conditions=maskyard-source"];

/** Under `node --watch` a process tells its parent what it has loaded; the watcher is ours. */
function isWatchReport(message: unknown): message is object {
  return typeof message === "object" && message !== null && ("watch:import" in message || "watch:require" in message);
}

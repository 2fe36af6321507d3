import { type ChildProcess, spawn } from "node:child_process";

/** A process that is started again whenever it is to live: what `npm start`'s supervisor does for its services. */
export class Service {
  readonly #args: readonly string[];
  readonly #env: NodeJS.ProcessEnv;
  #process: ChildProcess | null = null;
  #exited: Promise<void> = Promise.resolve();

  constructor(args: readonly string[], env: NodeJS.ProcessEnv) {
    this.#args = args;
    this.#env = env;
  }

  start(): void {
    const child = spawn(process.execPath, [...this.#args], { env: this.#env, stdio: ["ignore", "ignore", "inherit"] });
    this.#process = child;
    this.#exited = new Promise((resolve) => child.once("exit", () => resolve()));
  }

  get processId(): number {
    return this.#process?.pid ?? 0;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  /** Resolves when the process is gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    this.signal(signal);
    await this.#exited;
  }
}

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

export interface CliOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcess {
  readonly outcome: Promise<CliOutcome>;
  kill(signal: "SIGINT" | "SIGKILL"): void;
  /** Resolves when standard output has a line that `matches`. */
  line(matches: (line: string) => boolean): Promise<string>;
}

/** Starts the command line as a process of its own, as a person would. Nothing of this machine's environment reaches it but PATH. */
export function startCli(args: readonly string[], env: NodeJS.ProcessEnv, input = ""): CliProcess {
  const child = spawn(process.execPath, ["--conditions=maskyard-source", "--import", "tsx", MAIN, ...args], {
    env: { PATH: process.env.PATH, ...env },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.end(input);
  const outcome = new Promise<CliOutcome>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return {
    outcome,
    kill: (signal) => {
      child.kill(signal);
    },
    line: (matches) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = stdout.split("\n").find((line) => line !== "" && matches(line));
          if (found !== undefined) resolve(found);
        };
        look();
        child.stdout.on("data", look);
        child.on("close", (code) => reject(new Error(`ended with ${code} before the line came: ${stdout}${stderr}`)));
      }),
  };
}

export function runCli(args: readonly string[], env: NodeJS.ProcessEnv, input = ""): Promise<CliOutcome> {
  return startCli(args, env, input).outcome;
}

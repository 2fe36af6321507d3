import { runProgram } from "../runProgram.ts";
import type { CliOutcome } from "./runCli.ts";

/**
 * Runs the command line within this process: what a process of its own does, without the second its start takes. Not for what reads standard input,
 * and one at a time.
 */
export async function runCliHere(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CliOutcome> {
  const { stdout, stderr } = process;
  const [writeOut, writeError] = [stdout.write, stderr.write];
  const before = { ...process.env };
  const texts = { stdout: "", stderr: "" };
  const capture = (stream: keyof typeof texts): typeof stdout.write => {
    return (chunk: string | Uint8Array) => {
      texts[stream] += String(chunk);
      return true;
    };
  };
  stdout.write = capture("stdout");
  stderr.write = capture("stderr");
  process.env = { PATH: before.PATH, ...env };
  try {
    const code = await runProgram(args);
    return { code, ...texts };
  } finally {
    stdout.write = writeOut;
    stderr.write = writeError;
    process.env = before;
  }
}

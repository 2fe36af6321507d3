import { CommanderError } from "commander";
import { createProgram } from "./createProgram.ts";
import { describeError } from "./errors/describeError.ts";

/** Runs the command line and gives its exit code: 0 success, 1 failure, 2 wrong usage. Errors go to standard error, one sentence or one object. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const json = args.includes("--json");
  try {
    await createProgram().parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    // Help and version were asked for and printed. Without a command help goes to standard error, and that is wrong usage.
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (error instanceof CommanderError && error.code === "commander.help" && !json) return 2;
    const { code, message, exitCode } = describeError(error);
    process.stderr.write(json ? `${JSON.stringify({ error: { code, message } })}\n` : `maskyard: ${message}\n`);
    return exitCode;
  }
}

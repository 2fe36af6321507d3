import { CommanderError } from "commander";
import { createProgram } from "./createProgram.ts";
import { describeError } from "./errors/describeError.ts";

/** Runs the command line and gives its exit code: 0 success, 1 failure, 2 wrong usage. Errors go to standard error, one sentence (with the place where a text cannot be parsed) or one object. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const json = args.includes("--json");
  try {
    await createProgram().parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    // Help and version were asked for and printed. Without a command help goes to standard error, and that is wrong usage.
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (error instanceof CommanderError && error.code === "commander.help" && !json) return 2;
    const { code, message, exitCode, place } = describeError(error);
    const shown = place ? `${place.shown}\n` : "";
    const object = { error: { code, message, ...(place ? { span: place.span } : {}) } };
    process.stderr.write(json ? `${JSON.stringify(object)}\n` : `maskyard: ${message}\n${shown}`);
    return exitCode;
  }
}

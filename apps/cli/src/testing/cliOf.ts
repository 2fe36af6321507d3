import { expect } from "vitest";
import type { CliOutcome } from "./runCli.ts";
import { runCliHere } from "./runCliHere.ts";

/** The command line of somebody whose environment is `env`. */
export function cliOf(env: () => NodeJS.ProcessEnv) {
  const maskyard = (...args: string[]): Promise<CliOutcome> => runCliHere(args, env());

  /** The JSON a command prints; it must succeed. */
  async function json<Value = Record<string, unknown>>(...args: string[]): Promise<Value> {
    const { code, stdout, stderr } = await maskyard(...args, "--json");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    return JSON.parse(stdout) as Value;
  }

  /** The error a command prints; it must fail with the exit code. */
  async function failure(exitCode: number, ...args: string[]): Promise<{ code: string; message: string }> {
    const { code, stdout, stderr } = await maskyard(...args, "--json");
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: "" });
    return (JSON.parse(stderr) as { error: { code: string; message: string } }).error;
  }

  return { maskyard, json, failure };
}

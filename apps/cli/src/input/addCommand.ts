import type { Command } from "commander";

/** Options every command has. */
export interface CommonOptions {
  readonly json?: true;
}

/** A command of the program, with `--json`. `usage` is the name and its arguments, as commander writes them. */
export function addCommand(parent: Command, usage: string, description: string): Command {
  return parent.command(usage).description(description).option("--json", "print JSON for programs");
}

import { CommanderError } from "commander";
import { CliError, type ErrorPlace } from "./CliError.ts";

export interface DescribedError {
  readonly code: string;
  readonly message: string;
  readonly exitCode: number;
  /** Where a text cannot be parsed. */
  readonly place?: ErrorPlace | null;
}

const SYSTEM_SENTENCES: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "this account may not read or write it",
  EISDIR: "it is a folder, and a file was expected",
  ENOTDIR: "it is a file, and a folder was expected",
  ENOSPC: "the disk is full",
};

/** Any thrown thing as a code, one sentence and an exit code. */
export function describeError(error: unknown): DescribedError {
  if (error instanceof CliError) {
    return { code: error.code, message: oneLine(error.message), exitCode: error.exitCode, place: error.place };
  }
  if (error instanceof CommanderError) {
    return { code: "USAGE", message: usageSentence(error.message), exitCode: 2 };
  }
  if (error instanceof Error) {
    const { code, path } = error as NodeJS.ErrnoException;
    const sentence = code === undefined ? undefined : SYSTEM_SENTENCES[code];
    if (code !== undefined && sentence !== undefined && path !== undefined) {
      return { code, message: `${path}: ${sentence}.`, exitCode: 1 };
    }
    return { code: codeOf(error), message: oneLine(error.message), exitCode: 1 };
  }
  return { code: "FAILED", message: oneLine(String(error)), exitCode: 1 };
}

/** FormatError → FORMAT_ERROR */
function codeOf(error: Error): string {
  if (error.name === "Error" || error.name === "TypeError" || error.name === "RangeError") return "FAILED";
  return error.name.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase();
}

/** commander's words, with where to look. */
function usageSentence(message: string): string {
  const text = oneLine(message.replace(/^error: /, "")).replace(/\.$/, "");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}; maskyard --help and maskyard COMMAND --help tell the usage.`;
}

function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, " ").trim();
}

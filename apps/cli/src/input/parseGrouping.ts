import { usageError } from "../errors/CliError.ts";

/** The graph's SplitGroupingInput. */
export interface GroupingInput {
  readonly captureGroup: boolean;
  readonly nearDuplicates: boolean;
  readonly fileNamePattern: string | null;
  readonly tagPrefix: string | null;
}

/**
 * Reads `--group-by` as often as it was given: capture, near, name:PATTERN, tag:PREFIX, or none alone. Null where it was not
 * given: the server's own rules hold. Throws a usage error for anything else.
 */
export function parseGrouping(values: readonly string[]): GroupingInput | null {
  if (values.length === 0) return null;
  const textAfter = (name: string): string | null =>
    values.find((value) => value.startsWith(`${name}:`))?.slice(name.length + 1) ?? null;
  const unknown = values.find((value) => !/^(capture|near|none|name:.+|tag:.*)$/.test(value));
  if (unknown !== undefined) {
    throw usageError(
      `--group-by takes capture, near, name:PATTERN, tag:PREFIX or none, not ${JSON.stringify(unknown)}.`,
    );
  }
  if (values.includes("none") && values.length > 1) throw usageError("--group-by none stands alone.");
  return {
    captureGroup: values.includes("capture"),
    nearDuplicates: values.includes("near"),
    fileNamePattern: textAfter("name"),
    tagPrefix: textAfter("tag"),
  };
}

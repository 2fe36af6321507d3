import { usageError } from "../errors/CliError.ts";

/**
 * `key=value` pairs as an object; a value is JSON where it reads as JSON (`epochs=5`, `maxSteps=null`, `anchorSizesPx=[16,32,64,128,256]`), else
 * text. Of equal keys the last counts.
 */
export function parseAssignments(pairs: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      if (equals < 1) throw usageError(`--set ${pair} is no setting; expected key=value, for example --set epochs=5.`);
      return [pair.slice(0, equals).trim(), parseValue(pair.slice(equals + 1))];
    }),
  );
}

/** JSON where it reads as JSON, else the text itself. */
export function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // plain words need no quotes
  }
}

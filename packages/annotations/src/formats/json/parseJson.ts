import { FormatError } from "../reading/FormatError.ts";
import { jsonErrorPosition } from "./jsonErrorPosition.ts";

/**
 * JSON.parse with an error that names the file, the line and the likely cause.
 * @param prepare what is done to sound JSON before it is parsed.
 * @throws FormatError
 */
export function parseJson(path: string, text: string, prepare = (json: string): string => json): unknown {
  // Windows tools put a byte order mark in front, which JSON.parse refuses.
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (body.trim() === "") throw emptyJson(path);
  try {
    return JSON.parse(prepare(body));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const position = jsonErrorPosition(body);
    throw jsonError(path, lineAt(body, position), body.slice(position));
  }
}

export function emptyJson(path: string): FormatError {
  return new FormatError(path, "the file is empty", "Export it again");
}

/** @param rest the text from the first wrong token on; "" where the file merely ends too early. */
export function jsonError(path: string, line: number, rest: string): FormatError {
  const where = `${path} line ${line}`;
  if (rest === "") {
    return new FormatError(where, "the JSON ends too early, as if the file were cut off", "Export or copy it again");
  }
  if (/^(?:NaN|-?Infinity)/.test(rest)) {
    return new FormatError(where, "NaN and Infinity are not JSON", "Repair the record that holds it and export again");
  }
  const token = JSON.stringify(rest.slice(0, 20));
  return new FormatError(where, `not valid JSON near ${token}`, "Repair the file or export it again");
}

function lineAt(text: string, position: number): number {
  let line = 1;
  for (let i = text.indexOf("\n"); i >= 0 && i < position; i = text.indexOf("\n", i + 1)) line++;
  return line;
}

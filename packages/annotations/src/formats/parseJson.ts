import { FormatError } from "./FormatError.ts";
import { jsonErrorPosition } from "./jsonErrorPosition.ts";

/**
 * JSON.parse with an error that names the file, the line and the likely cause.
 * @throws FormatError
 */
export function parseJson(path: string, text: string): unknown {
  // Windows tools put a byte order mark in front, which JSON.parse refuses.
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (body.trim() === "") throw new FormatError(path, "the file is empty", "Export it again");
  try {
    return JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const position = jsonErrorPosition(body);
    if (position >= body.length) {
      throw new FormatError(
        `${path} line ${lineAt(body, body.length)}`,
        "the JSON ends too early, as if the file were cut off",
        "Export or copy it again",
      );
    }
    const where = `${path} line ${lineAt(body, position)}`;
    if (/^(?:NaN|-?Infinity)/.test(body.slice(position, position + 9))) {
      throw new FormatError(where, "NaN and Infinity are not JSON", "Repair the record that holds it and export again");
    }
    const token = JSON.stringify(body.slice(position, position + 20));
    throw new FormatError(where, `not valid JSON near ${token}`, "Repair the file or export it again");
  }
}

/** What is wrong with a .json file that does not even parse; null for other files and sound ones. */
export function brokenJson(path: string, text: string): FormatError | null {
  if (!path.toLowerCase().endsWith(".json")) return null;
  try {
    parseJson(path, text);
    return null;
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}

function lineAt(text: string, position: number): number {
  let line = 1;
  for (let i = text.indexOf("\n"); i >= 0 && i < position; i = text.indexOf("\n", i + 1)) line++;
  return line;
}

import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const bytesMost = 64 * 1024;
const lineCharactersMost = 1_000;

/**
 * The last lines of a file that may be of any size: only its end is read. A line that is longer than a screen is cut.
 * @param {string} file @param {number} count
 * @returns {string[]} none when there is no such file
 */
export function lastLines(file, count) {
  const text = readEnd(file).toString("utf8").trimEnd();
  if (text === "") return [];
  return text
    .split("\n")
    .slice(-count)
    .map((line) => (line.length > lineCharactersMost ? `${line.slice(0, lineCharactersMost)} …` : line));
}

/** @param {string} file */
function readEnd(file) {
  let descriptor;
  try {
    descriptor = openSync(file, "r");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, bytesMost));
    return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, size - buffer.length));
  } finally {
    closeSync(descriptor);
  }
}

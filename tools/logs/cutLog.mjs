import { closeSync, fstatSync, ftruncateSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";

const pieceBytes = 1024 * 1024;

/**
 * Moves the end of a log that has grown too long to `<file>.1` and empties it, while others go on appending to it. They hold the file open
 * (as O_APPEND) and must not depend on us, so it cannot be renamed away: see docs/decisions/0029-logs-are-cut-in-place.md.
 * @param {string} file
 * @param {number} bytesMost of the log, and of what is kept of it
 * @returns {boolean} whether it was too long
 */
export function cutLog(file, bytesMost) {
  let log;
  try {
    log = openSync(file, "r+");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return false;
    throw error;
  }
  try {
    const { size } = fstatSync(log);
    if (size <= bytesMost) return false;
    const isKept = keepEnd(log, size - bytesMost, `${file}.1`);
    ftruncateSync(log, 0);
    if (!isKept) writeSync(log, "The log's disk was full: what stood here was left out.\n", 0);
    return true;
  } finally {
    closeSync(log);
  }
}

/**
 * @param {number} log @param {number} from @param {string} target
 * @returns {boolean} false when there was no room for it
 */
function keepEnd(log, from, target) {
  const makingPath = `${target}.new`;
  rmSync(target, { force: true }); // its room may be needed
  const copy = openSync(makingPath, "w", 0o600);
  try {
    const piece = Buffer.alloc(pieceBytes);
    // To its end as it is when we get there: what is written meanwhile comes along.
    for (let at = from; ; ) {
      const length = readSync(log, piece, 0, piece.length, at);
      if (length === 0) break;
      for (let written = 0; written < length; ) written += writeSync(copy, piece, written, length - written);
      at += length;
    }
    renameSync(makingPath, target);
    return true;
  } catch (error) {
    rmSync(makingPath, { force: true });
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOSPC") throw error;
    return false;
  } finally {
    closeSync(copy);
  }
}

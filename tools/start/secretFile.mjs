import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * The server's secret, made on the first start and kept: whoever knows it can forge sessions.
 * @param {string} dataDir
 */
export function serverSecret(dataDir) {
  const file = path.join(dataDir, "secret");
  if (!existsSync(file)) writePrivateFile(file, `${randomBytes(32).toString("base64url")}\n`);
  return readFileSync(file, "utf8").trim();
}

/** Whole or not at all, and for its owner's eyes only. @param {string} file @param {string} content */
export function writePrivateFile(file, content) {
  const temporaryPath = `${file}.${process.pid}`;
  const descriptor = openSync(temporaryPath, "w", 0o600);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporaryPath, file);
}

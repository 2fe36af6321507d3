import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";

/** A folder of real samples beside the checkout; null, with a notice, where it is not there. */
export function sampleFolder(name: string): string | null {
  const path = fileURLToPath(new URL(`../../../../../shared/samples/${name}`, import.meta.url));
  if (!existsSync(path)) {
    process.stderr.write(`skipped: no samples at ../shared/samples/${name}\n`);
    return null;
  }
  return path;
}

/** The folder's files, or those that `wanted` picks, as a zip. */
export function zipFolder(folder: string, wanted: (path: string) => boolean = () => true): Uint8Array {
  const entries: Record<string, Uint8Array> = {};
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const full = join(folder, path);
    if (statSync(full).isFile() && wanted(path)) {
      entries[relative(folder, full).replaceAll("\\", "/")] = readFileSync(full);
    }
  }
  return zipSync(entries, { level: 0 });
}

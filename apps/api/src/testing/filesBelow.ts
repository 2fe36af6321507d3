import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** All files below a folder, sorted; none where it is not there. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}

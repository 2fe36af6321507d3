import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { napiVersion } from "./engineLayout.mjs";

/**
 * Makes the cached add-on findable where tfjs-node-gpu looks for it. A link only: the add-on finds TensorFlow beside
 * its real place ($ORIGIN), and a fresh node_modules needs just this link again.
 *
 * The link is made under another name and renamed over the old one, so a process that loads meanwhile sees one of both.
 * @param {import("./engineLayout.mjs").EngineLayout} layout
 */
export function linkBinding(layout) {
  const linkPath = path.join(layout.bindingPackageDir, "lib", `napi-v${napiVersion}`, "tfjs_binding.node");
  if (currentTarget(linkPath) === layout.bindingPath) return;
  mkdirSync(path.dirname(linkPath), { recursive: true });
  const temporaryPath = `${linkPath}.${process.pid}`;
  rmSync(temporaryPath, { force: true });
  symlinkSync(layout.bindingPath, temporaryPath);
  renameSync(temporaryPath, linkPath);
}

/** @param {string} linkPath */
function currentTarget(linkPath) {
  try {
    return readlinkSync(linkPath);
  } catch (error) {
    // EINVAL: a plain file from the package's own installer; it is replaced.
    if (["ENOENT", "EINVAL"].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? "")) return undefined;
    throw error;
  }
}

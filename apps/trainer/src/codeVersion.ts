import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface CodeVersion {
  /** null outside a git checkout. */
  commit: string | null;
  /** Whether tracked files differ from the commit. */
  locallyChanged: boolean | null;
  dependencyLockSha256: string | null;
}

/** Which code trains: the checkout's commit where there is one, and the hash of its dependency lock. */
export async function readCodeVersion(): Promise<CodeVersion> {
  const folder = dirname(fileURLToPath(import.meta.url));
  const git = async (...args: string[]): Promise<string | null> => {
    try {
      return (await run("git", args, { cwd: folder, timeout: 5_000 })).stdout.trim();
    } catch {
      // No git, or no checkout: then there is no commit to name.
      return null;
    }
  };
  const root = await git("rev-parse", "--show-toplevel");
  const commit = root === null ? null : await git("rev-parse", "HEAD");
  const changes = commit === null ? null : await git("status", "--porcelain", "--untracked-files=no");
  return {
    commit,
    locallyChanged: changes === null ? null : changes !== "",
    dependencyLockSha256: root === null ? null : await sha256OfFile(join(root, "package-lock.json")),
  };
}

async function sha256OfFile(path: string): Promise<string | null> {
  try {
    return createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
  } catch {
    // A copy of the code without its lock file.
    return null;
  }
}

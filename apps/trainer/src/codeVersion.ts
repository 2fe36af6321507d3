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
  /** Of the whole difference; null where there is none. */
  localDifferenceSha256: string | null;
  dependencyLockSha256: string | null;
}

export interface Code {
  readonly version: CodeVersion;
  /** How tracked files differ from the commit, as git shows it, cut at {@link DIFFERENCE_LENGTH_MAX}; null where they do not. */
  readonly localDifference: string | null;
}

/** Enough for what people try out; a difference beyond it is told by its hash. */
const DIFFERENCE_LENGTH_MAX = 100_000;

/** Which code trains: the commit of the folder's checkout where there is one, what differs from it, and the hash of its dependency lock. */
export async function readCode(folder = dirname(fileURLToPath(import.meta.url))): Promise<Code> {
  const git = async (...args: string[]): Promise<string | null> => {
    try {
      return (await run("git", args, { cwd: folder, timeout: 10_000, maxBuffer: 256 * 1024 * 1024 })).stdout.trimEnd();
    } catch {
      // No git, or no checkout: then there is no commit to name.
      return null;
    }
  };
  const root = await git("rev-parse", "--show-toplevel");
  const commit = root === null ? null : await git("rev-parse", "HEAD");
  // Whatever the person's git shows differences with.
  const difference = commit === null ? null : await git("diff", "HEAD", "--no-color", "--no-ext-diff", "--no-textconv");
  return {
    version: {
      commit,
      locallyChanged: difference === null ? null : difference !== "",
      localDifferenceSha256: difference ? createHash("sha256").update(difference).digest("hex") : null,
      dependencyLockSha256: root === null ? null : await sha256OfFile(join(root, "package-lock.json")),
    },
    localDifference: difference ? cut(difference) : null,
  };
}

function cut(difference: string): string {
  if (difference.length <= DIFFERENCE_LENGTH_MAX) return difference;
  const left = difference.length - DIFFERENCE_LENGTH_MAX;
  return `${difference.slice(0, DIFFERENCE_LENGTH_MAX)}\n… and ${left} characters more`;
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

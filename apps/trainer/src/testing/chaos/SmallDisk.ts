import { execFileSync } from "node:child_process";
import { statfs } from "node:fs/promises";

const ROOMY = "16g";
const FILL_TRIES = 100;

/** A folder whose disk can be made full: a tmpfs, which only root may mount. */
export class SmallDisk {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Mounts one on the folder, with room for now; null where this process may not. */
  static mount(folder: string): SmallDisk | null {
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${ROOMY},mode=711`, "tmpfs", folder], { stdio: "ignore" });
      return new SmallDisk(folder);
    } catch {
      return null; // not root, or no mount at all: who asks leaves the fault out and says so
    }
  }

  /** Takes all room beyond what is used now: the next write fails with ENOSPC. */
  async fill(): Promise<void> {
    for (let tries = 1; ; tries++) {
      const { blocks, bfree, bsize } = await statfs(this.#folder);
      try {
        return this.#resize(String((blocks - bfree + 1) * bsize));
      } catch (error) {
        // Refused where more was written since than there would be room for.
        if (tries === FILL_TRIES) throw error;
      }
    }
  }

  makeRoom(): void {
    this.#resize(ROOMY);
  }

  unmount(): void {
    execFileSync("umount", ["--lazy", this.#folder]);
  }

  #resize(size: string): void {
    execFileSync("mount", ["-o", `remount,size=${size}`, this.#folder], { stdio: ["ignore", "ignore", "pipe"] });
  }
}

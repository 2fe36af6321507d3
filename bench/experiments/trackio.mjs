import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** python3 -m venv DIR && DIR/bin/pip install trackio==0.5.0 */
const environmentFolder = process.env.MASKYARD_TRACKIO_VENV ?? "/tmp/maskyard-venvs/trackio";

/** trackio's storage on SQLite, called as its server calls it, without HTTP in between: more than a client of it would see. */
export function measureTrackio() {
  const python = path.join(environmentFolder, "bin/python");
  if (!existsSync(python)) {
    console.log(`trackio is left out: its environment is not at ${environmentFolder} (MASKYARD_TRACKIO_VENV)`);
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-trackio-"));
  const script = fileURLToPath(new URL("trackio_storage.py", import.meta.url));
  const { status, stdout, stderr } = spawnSync(python, [script], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: folder, TRACKIO_DIR: folder },
  });
  rmSync(folder, { recursive: true, force: true });
  console.log(status === 0 ? stdout.trim() : `trackio failed: ${stderr.trim().split("\n").at(-1)}`);
}

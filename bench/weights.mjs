// Weights both ways: files that torchvision itself writes are read here, and what is written here loads in Python with strict=True.
// Needs a Python with torch 2.15 and torchvision 0.29 in an environment of its own:
//   npm run bench -- weights path/to/venv/bin/python
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const python = process.argv[2];
if (python === undefined) {
  console.error("Usage: npm run bench -- weights path/to/python");
  process.exit(2);
}
const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "maskyard-bench-weights-"));
try {
  call(python, here("./torchvision/weights.py"), "write", folder);
  for (const name of ["resnet50-zip", "resnet50-legacy", "resnet50-old-names", "mininet-zip"]) {
    const source = path.join(folder, `${name}.pth`);
    const start = performance.now();
    call(
      process.execPath,
      here("../apps/cli/bin/maskyard.mjs"),
      "weights",
      "convert",
      source,
      path.join(folder, `${name}.safetensors`),
    );
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${name}: ${(statSync(source).size / 2 ** 20).toFixed(0)} MiB read and written in ${seconds.toFixed(1)} s, start of the program included`,
    );
  }
  call(python, here("./torchvision/weights.py"), "compare", folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function call(/** @type {string} */ program, /** @type {string[]} */ ...args) {
  const { status } = spawnSync(program, args, { stdio: "inherit" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}`);
}

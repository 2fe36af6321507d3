// The Python environments of the programs that read our exports; all versions are pinned here.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cacheDirectory } from "../../packages/model/engine/engineLayout.mjs";

/** CVAT's fork has no releases: this is the commit that CVAT installs. MASKYARD_CVAT_DATUMARO is a checkout of it, for machines without the network. */
const CVAT_DATUMARO = "8970bb7b13d4856d46cdb80a702772dac93a8041";

/**
 * Requirements of each. torch is pinned without saying whether it is the build with CUDA: that is up to pip's configuration,
 * and the smaller one without will do.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const REQUIREMENTS = {
  torch: [
    ...["torch==2.15.0", "torchvision==0.29.2", "pycocotools==2.0.11"],
    ...["ultralytics==8.4.190", "supervision==0.31.2"],
  ],
  "supervision-0.18": ["supervision==0.18.0", "numpy==1.26.4"],
  datumaro: ["datumaro==1.13.12"],
  "datumaro-cvat": [process.env.MASKYARD_CVAT_DATUMARO ?? `git+https://github.com/cvat-ai/datumaro@${CVAT_DATUMARO}`],
  labelme: ["labelme==6.3.1", "labelme2coco==0.2.6"],
  "label-studio": ["label-studio-sdk==2.1.2"],
  fiftyone: ["fiftyone==1.22.1", "pycocotools==2.0.11"],
};

/** Which environment a program runs in, where that is not its own. */
const ENVIRONMENT_OF = {
  ...{ pycocotools: "torch", torchvision: "torch", ultralytics: "torch", supervision: "torch" },
  labelme2coco: "labelme",
};

/** A program's name with its version. */
export function titleOf(/** @type {string} */ peer) {
  if (peer === "datumaro-cvat") return `CVAT's datumaro ${CVAT_DATUMARO.slice(0, 8)}`;
  const name = { "supervision-0.18": "supervision", "label-studio": "label-studio-sdk" }[peer] ?? peer;
  const pin = environmentOf(peer).requirements.find((one) => one.startsWith(`${name}==`));
  if (pin === undefined) throw new Error(`titleOf: expected a pinned version of ${name}`);
  return pin.replace("==", " ");
}

/** Where a program's Python is, whether it is there or not. */
export function pythonOf(/** @type {string} */ peer) {
  const { folder } = environmentOf(peer);
  return { python: path.join(folder, "bin", "python"), isThere: existsSync(path.join(folder, "complete")) };
}

/** Makes a program's environment where it is missing. */
export function installPeer(/** @type {string} */ peer) {
  const { python, isThere } = pythonOf(peer);
  if (isThere) return python;
  const { folder, requirements } = environmentOf(peer);
  console.error(`Installing ${requirements.join(", ")} in ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  runOrThrow("python3", ["-m", "venv", folder]);
  runOrThrow(python, ["-m", "pip", "install", "--quiet", "--no-input", ...requirements]);
  writeFileSync(path.join(folder, "complete"), `${requirements.join("\n")}\n`);
  return python;
}

function environmentOf(/** @type {string} */ peer) {
  const name = /** @type {Record<string, string>} */ (ENVIRONMENT_OF)[peer] ?? peer;
  const requirements = REQUIREMENTS[name];
  if (requirements === undefined) throw new Error(`environmentOf: expected a program of the list, got ${peer}`);
  // A checkout's place is no version: with or without it the environment is the same.
  const pins = name === "datumaro-cvat" ? [CVAT_DATUMARO] : requirements;
  const hash = createHash("sha256").update(pins.join("\n")).digest("hex").slice(0, 8);
  return { folder: path.join(cacheDirectory(), "peers", `${name}-${hash}`), requirements };
}

function runOrThrow(/** @type {string} */ command, /** @type {string[]} */ args) {
  const env = { ...process.env, DATUMARO_HEADLESS: "1" };
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", 2, 2], env });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? `exit code ${status}`}`);
}

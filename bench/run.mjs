// `npm run bench -- NAME [arguments]` runs bench/NAME.mjs against the built packages and prints what it ran on.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { describeMeasurement } from "./describeMeasurement.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".mjs") && !["run.mjs", "describeMeasurement.mjs"].includes(file))
  .map((file) => file.slice(0, -".mjs".length));
const [name, ...rest] = process.argv.slice(2);

if (name === undefined) {
  console.log("npm run bench -- NAME [arguments]\n");
  const width = Math.max(...names.map(({ length }) => length));
  for (const one of names) {
    console.log(`  ${one.padEnd(width)}  ${describeMeasurement(readFileSync(`${folder}${one}.mjs`, "utf8"))}`);
  }
  process.exit(0);
}
if (!names.includes(name)) {
  console.error(`There is no measurement "${name}". \`npm run bench\` lists them.`);
  process.exit(2);
}
if (!existsSync(new URL("../packages/annotations/dist/index.js", import.meta.url))) {
  console.error("The packages are not built. Run `npm start` or `npm run build` first.");
  process.exit(1);
}

const [processor] = cpus();
console.log(
  `${name} on ${cpus().length} x ${processor?.model ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ` +
    `Linux ${release()}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`,
);
const { status } = spawnSync(process.execPath, ["--expose-gc", `${folder}${name}.mjs`, ...rest], { stdio: "inherit" });
process.exit(status ?? 1);

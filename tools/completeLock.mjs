// Adds to package-lock.json the optional packages for other platforms that npm left out. npm leaves one out when the
// registry it asked did not have it (yet), and `npm ci` then refuses the whole file on every platform. Run it when `npm ci`
// says "Missing: ... from lock file". The entries carry no checksum: the packages were not there to be hashed.
import { readFileSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
/** @type {Record<string, string>} */
const systems = { android: "android", darwin: "darwin", linux: "linux", win32: "win32", windows: "win32" };
const platform = /(android|darwin|linux|win32|windows)-(arm64|x64|64)(?:-(musl|msvc|gnu))?$/;

for (const [place, owner] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    if ([`${place}/node_modules/${name}`, `node_modules/${name}`].some((known) => lock.packages[known])) continue;
    const [, system = "", processor, libc] = platform.exec(name) ?? [];
    if (!systems[system]) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu: [processor === "64" ? "x64" : processor],
      ...(owner.dev ? { dev: true } : {}),
      ...(libc === "musl" ? { libc: ["musl"] } : {}),
      optional: true,
      os: [systems[system]],
    };
    console.log(`added ${name} ${version}`);
  }
}
const { "": root, ...rest } = lock.packages;
const sorted = Object.entries(rest).sort(([a], [b]) => a.localeCompare(b, "en"));
lock.packages = { "": root, ...Object.fromEntries(sorted) };
writeFileSync("package-lock.json", `${JSON.stringify(lock, undefined, 2)}\n`);

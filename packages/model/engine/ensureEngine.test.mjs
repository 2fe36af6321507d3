import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cacheDirectory, engineLayout } from "./engineLayout.mjs";
import { engineProblem } from "./engineProblem.mjs";
import { linkBinding } from "./linkBinding.mjs";
import { missingBuildTools } from "./requireBuildTools.mjs";
import { withBuildLock } from "./withBuildLock.mjs";

/** @type {string} */
let dir;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "maskyard-engine-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe("the cache folder", () => {
  it("is $MASKYARD_CACHE, else below $XDG_CACHE_HOME when that is absolute, else below the home", () => {
    expect(cacheDirectory({ MASKYARD_CACHE: "/a", XDG_CACHE_HOME: "/b" })).toBe("/a");
    expect(cacheDirectory({ XDG_CACHE_HOME: "/b" })).toBe("/b/maskyard");
    expect(cacheDirectory({ XDG_CACHE_HOME: "relative" })).toMatch(/\/\.cache\/maskyard$/);
  });

  it("keeps the kinds of engine apart", () => {
    const cpu = engineLayout({ cacheDir: dir, kind: "cpu" });
    expect(cpu.dir.startsWith(path.join(dir, "engine", "tf2.21.0-cpu-napi8-linux-"))).toBe(true);
    expect(engineLayout({ cacheDir: dir, kind: "cuda" }).dir).not.toBe(cpu.dir);
  });
});

describe("missingBuildTools", () => {
  it("names each missing tool with how to install it", () => {
    const missing = missingBuildTools({ PATH: dir });
    expect(missing).toHaveLength(2);
    expect(missing[0]).toMatch(/python3 .* is missing.*apt-get install python3 python3-pip/);
    expect(missing[1]).toMatch(/C\+\+ compiler is missing.*apt-get install g\+\+/);
  });

  it("tells python3 without pip from no python3", () => {
    writeFileSync(path.join(dir, "python3"), '#!/bin/sh\n[ "$1" = -c ]\n', { mode: 0o755 });
    writeFileSync(path.join(dir, "g++"), "#!/bin/sh\n", { mode: 0o755 });
    expect(missingBuildTools({ PATH: `${dir}:/bin` })).toEqual([
      expect.stringMatching(/pip for python3 is missing.*python3-pip/),
    ]);
  });
});

describe("engineProblem", () => {
  it("finds an engine that is not there, cut short, or no library at all", () => {
    const layout = engineLayout({ cacheDir: dir, kind: "cpu" });
    expect(engineProblem(layout, "files")).toBe("not built yet");
    mkdirSync(layout.dir, { recursive: true });
    writeFileSync(layout.bindingPath, "not a library");
    const manifestPath = path.join(layout.dir, "engine.json");
    writeFileSync(manifestPath, JSON.stringify({ files: { "tfjs_binding.node": 20 } }));
    expect(engineProblem(layout, "files")).toBe("tfjs_binding.node has 13 bytes instead of 20");
    writeFileSync(manifestPath, JSON.stringify({ files: { "tfjs_binding.node": 13 } }));
    expect(engineProblem(layout, "files")).toBeUndefined();
    expect(engineProblem(layout, "load")).toMatch(/^it does not load: .*invalid ELF header|file too short/);
    writeFileSync(manifestPath, '{"files":');
    expect(engineProblem(layout, "files")).toBe("its manifest is broken");
  });
});

describe("linkBinding", () => {
  it("replaces a dangling link, and leaves a right one alone", () => {
    const bindingPackageDir = path.join(dir, "package");
    const linkPath = path.join(bindingPackageDir, "lib", "napi-v8", "tfjs_binding.node");
    mkdirSync(path.dirname(linkPath), { recursive: true });
    symlinkSync(path.join(dir, "gone.node"), linkPath);
    const bindingPath = path.join(dir, "binding.node");
    writeFileSync(bindingPath, "binding");
    const layout = { ...engineLayout({ cacheDir: dir, kind: "cpu" }), bindingPackageDir, bindingPath };
    linkBinding(layout);
    expect(readFileSync(linkPath, "utf8")).toBe("binding");
    const inode = lstatSync(linkPath).ino;
    linkBinding(layout);
    expect(lstatSync(linkPath).ino).toBe(inode);
  });
});

describe("withBuildLock", () => {
  it("lets one builder work at a time", async () => {
    const lockPath = path.join(dir, "build.lock");
    /** @type {string[]} */
    const events = [];
    let release = () => {};
    let entered = () => {};
    const firstIsIn = new Promise((resolve) => {
      entered = () => resolve(undefined);
    });
    const first = withBuildLock(lockPath, async () => {
      events.push("first in");
      entered();
      await new Promise((resolve) => {
        release = () => resolve(undefined);
      });
      events.push("first out");
    });
    await firstIsIn;
    const second = withBuildLock(
      lockPath,
      async () => {
        events.push("second in");
      },
      {
        onWaiting: () => {
          events.push("second waits");
          release();
        },
      },
    );
    await Promise.all([first, second]);
    expect(events).toEqual(["first in", "second waits", "first out", "second in"]);
    expect(existsSync(lockPath)).toBe(true);
  });
});

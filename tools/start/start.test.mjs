import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeProcessLock } from "../../packages/store/lock/takeProcessLock.mjs";
import { describeSignIn } from "./describeSignIn.mjs";
import { isInstalled } from "./installPackages.mjs";
import { parseOptions } from "./options.mjs";
import { serverSecret } from "./secretFile.mjs";
import { createSteps } from "./steps.mjs";
import { createSupervisor, restartDelaySeconds } from "./supervisor.mjs";

/** @type {string} */
let dir;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "maskyard-start-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** @param {() => boolean} condition */
async function until(condition) {
  while (!condition()) await sleep(10);
}

describe("parseOptions", () => {
  it("has a default for everything", () => {
    expect(parseOptions([], "/checkout", {})).toEqual({
      dataDir: "/checkout/.maskyard",
      port: 3000,
      host: "127.0.0.1",
      demo: true,
      dev: false,
      help: false,
    });
  });

  it("keeps its data where the command line looks for it", () => {
    expect(parseOptions([], "/checkout", { MASKYARD_DATA: "/srv/maskyard" }).dataDir).toBe("/srv/maskyard");
    expect(parseOptions(["--data", "/a"], "/checkout", { MASKYARD_DATA: "/srv/maskyard" }).dataDir).toBe("/a");
  });

  it("names what is wrong", () => {
    expect(() => parseOptions(["--port", "70000"], "/")).toThrow(
      "--port is '70000'; it must be a number from 1 to 65535.",
    );
    expect(() => parseOptions(["--demo"], "/")).toThrow(/'--demo'/);
  });
});

describe("isInstalled", () => {
  const locked = {
    "": {},
    "node_modules/a": { version: "1.0.0" },
    "node_modules/mac": { version: "1.0.0", optional: true },
  };

  it("lets packages for other platforms be absent", () => {
    expect(isInstalled(locked, { "node_modules/a": { version: "1.0.0" } })).toBe(true);
  });

  it("finds a package that is missing or has another version", () => {
    expect(isInstalled(locked, {})).toBe(false);
    expect(isInstalled(locked, { "node_modules/a": { version: "1.0.1" } })).toBe(false);
  });
});

describe("takeProcessLock", () => {
  it("is held by one, who is named, until it is given back", () => {
    const lockPath = path.join(dir, "start.lock");
    const first = takeProcessLock(lockPath);
    if ("heldBy" in first) throw new Error("The first must get it.");
    first.update({ url: "http://localhost:3000" });
    expect(takeProcessLock(lockPath)).toMatchObject({ heldBy: { pid: process.pid, url: "http://localhost:3000" } });
    first.release();
    expect("heldBy" in takeProcessLock(lockPath)).toBe(false);
  });

  it("is taken over from a process that is gone, also when its number is used again", () => {
    const lockPath = path.join(dir, "start.lock");
    writeFileSync(lockPath, JSON.stringify({ pid: process.pid, startedAt: "1" }));
    expect("heldBy" in takeProcessLock(lockPath)).toBe(false);
    writeFileSync(lockPath, '{"pid":');
    expect("heldBy" in takeProcessLock(lockPath)).toBe(false);
  });
});

describe("serverSecret", () => {
  it("stays the same and is for its owner only", () => {
    const secret = serverSecret(dir);
    expect(secret).toHaveLength(43);
    expect(serverSecret(dir)).toBe(secret);
    expect(statSync(path.join(dir, "secret")).mode & 0o777).toBe(0o600);
  });
});

describe("createSteps", () => {
  it("ends a step with its time and what was done, and passes its result on", async () => {
    /** @type {string[]} */
    const lines = [];
    const steps = createSteps({ write: (text) => lines.push(text) });
    expect(await steps.run("Packages", async () => ["up to date", 7])).toBe(7);
    await expect(steps.run("Broken", async () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(lines[0]).toMatch(/^ {2}✓ Packages {10} +\d+\.\d s {2}up to date\n$/);
    expect(lines[1]).toMatch(/✗ Broken .*failed/);
  });
});

describe("the supervisor", () => {
  it("waits longer each time, at most a minute", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(restartDelaySeconds)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it("says why a process ended and starts it again; ends it for good when asked, with its children", async () => {
    /** @type {string[]} */
    const said = [];
    const supervisor = createSupervisor({ logDir: path.join(dir, "logs"), cwd: dir, say: (line) => said.push(line) });
    const countPath = path.join(dir, "count");
    const childPath = path.join(dir, "child");
    writeFileSync(
      path.join(dir, "service.sh"),
      `echo run >> ${countPath}
       if [ $(wc -l < ${countPath}) = 1 ]; then echo "the first run fails" >&2; exit 3; fi
       sleep 1000 & echo $! > ${childPath}; wait`,
    );
    supervisor.start({ name: "sample", command: "sh", args: ["service.sh"], env: process.env, graceSeconds: 5 });
    await until(() => existsSync(childPath) && readFileSync(childPath, "utf8").endsWith("\n"));
    expect(said.join("\n")).toMatch(
      /sample ended with exit code 3; it is started again in 1 s.*\n.*the first run fails/,
    );
    await supervisor.stopAll();
    const childPid = Number(readFileSync(childPath, "utf8"));
    await until(() => isGone(childPid));
    expect(readFileSync(countPath, "utf8")).toBe("run\nrun\n");
  });
});

/** @param {number} pid */
function isGone(pid) {
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8") : "";
  return stat === "" || stat.includes(") Z ");
}

describe("describeSignIn", () => {
  it("prints the link while nobody has signed in, and how to get one afterwards", () => {
    const email = "a@example.org";
    expect(describeSignIn({ email, loginUrl: "http://localhost:3000/l" }, "/srv", "/checkout")).toEqual([
      "Sign in as a@example.org with this link; it works once: http://localhost:3000/l",
    ]);
    const later = { email, loginUrl: null };
    expect(describeSignIn(later, "/checkout/.maskyard", "/checkout")[1]).toBe("npx maskyard sign-in-link");
    expect(describeSignIn(later, "/srv", "/checkout")[1]).toBe("MASKYARD_DATA=/srv npx maskyard sign-in-link");
  });
});

describe("npm start", () => {
  it("says what is wrong with its command line", async () => {
    const start = spawn(process.execPath, ["start.mjs", "--port", "x"], { stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    start.stderr.on("data", (text) => {
      errors += text;
    });
    const code = await new Promise((resolve) => start.once("close", resolve));
    expect([code, errors]).toEqual([2, "--port is 'x'; it must be a number from 1 to 65535.\n"]);
  });
});

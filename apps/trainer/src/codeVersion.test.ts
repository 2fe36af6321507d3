import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCode } from "./codeVersion.ts";

let folder: string;
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
    cwd: folder,
    encoding: "utf8",
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-code-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("outside a checkout nothing is claimed", async () => {
  const nothing = { commit: null, locallyChanged: null, localDifferenceSha256: null, dependencyLockSha256: null };
  expect(await readCode(folder)).toEqual({ version: nothing, localDifference: null });
});

test("names the commit, what differs from it, staged or not, and the lock's hash", async () => {
  await writeFile(join(folder, "package-lock.json"), "{}");
  await writeFile(join(folder, "train.ts"), "const learningRate = 0.1;\n");
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "-m", "first");
  const clean = await readCode(folder);
  expect(clean).toEqual({
    version: {
      commit: git("rev-parse", "HEAD").trim(),
      locallyChanged: false,
      localDifferenceSha256: null,
      dependencyLockSha256: createHash("sha256").update("{}").digest("hex"),
    },
    localDifference: null,
  });
  await writeFile(join(folder, "train.ts"), "const learningRate = 0.2;\n");
  git("add", "train.ts");
  await writeFile(join(folder, "untracked.env"), "SECRET=1\n");
  const changed = await readCode(folder);
  expect(changed.version).toMatchObject({
    locallyChanged: true,
    localDifferenceSha256: expect.stringMatching(/^\w{64}$/),
  });
  expect(changed.localDifference).toMatch(/-const learningRate = 0\.1;\n\+const learningRate = 0\.2;/);
  expect(changed.localDifference).not.toMatch("SECRET");

  await writeFile(join(folder, "train.ts"), "x".repeat(300_000));
  const long = await readCode(folder);
  expect(long.localDifference?.length).toBeLessThan(100_100);
  expect(long.localDifference).toMatch(/… and \d+ characters more$/);
});

import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEngine } from "../../packages/model/engine/ensureEngine.mjs";
import { missingBuildTools } from "../../packages/model/engine/requireBuildTools.mjs";
import { buildDashboard } from "../start/buildApps.mjs";
import { installPackages } from "../start/installPackages.mjs";
import { createSteps } from "../start/steps.mjs";
import { addCounts, closingLine } from "./countResults.mjs";
import { provideChromium } from "./findChromium.mjs";

const repositoryDir = fileURLToPath(new URL("../../", import.meta.url));

/** The whole of `npm test`: set-up, checks, tests; the last line counts them all. */
export async function main() {
  const startedMs = performance.now();
  const steps = createSteps();
  const stopper = new AbortController();
  for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.once(name, () => stopper.abort(new Error(`Stopped by ${name}.`)));
  }
  /** @type {import("./countResults.mjs").Counts} */
  let counts;
  try {
    counts = await runAll(steps, stopper.signal);
  } catch (error) {
    // The set-up itself failed: nothing that follows could be trusted.
    console.error(`\n${/** @type {Error} */ (error).message}`);
    counts = { passed: 0, failed: 1, skipped: 0 };
  }
  const minutes = (performance.now() - startedMs) / 60_000;
  steps.say(`\nAll of it took ${minutes.toFixed(1)} minutes.`);
  steps.say(closingLine(counts));
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

/**
 * @param {import("../start/steps.mjs").Steps} steps
 * @param {AbortSignal} signal
 */
async function runAll(steps, signal) {
  // As vitest.config.ts says to the tests: what is built must be what they load.
  process.env.MASKYARD_ENGINE ??= "cpu";
  await steps.run("Packages", async (progress) => {
    const missing = existsSync(path.join(repositoryDir, "node_modules")) ? [] : missingBuildTools();
    if (missing.length > 0) throw new Error(missing.join("\n"));
    const installed = await installPackages(repositoryDir, { signal, onStart: () => progress("npm ci") });
    return [installed ? "installed" : "up to date", undefined];
  });
  // Downloads side by side with what computes.
  const engine = steps.run("Training engine", async (progress) => {
    const { built, tensorflowVersion } = await ensureEngine({
      verify: "load",
      signal,
      onProgress: ({ step, detail }) => progress(`${step} of ${detail}`),
    });
    return [`TensorFlow ${tensorflowVersion} ${built ? "built" : "found"}`, undefined];
  });
  const chromium = steps.run("Chromium", async () => {
    const provided = await provideChromium(signal);
    return [provided.did, provided.path];
  });
  for (const work of [engine, chromium]) work.catch(() => undefined);
  await steps.run("Generated code", async () => {
    const { generate } = await import("../generate.mjs");
    return [(await generate({ signal })) ? "generated" : "up to date", undefined];
  });

  const suites = [await runChecks(steps, signal)];
  await engine;
  const { runVitest } = await import("./runVitest.mjs");
  steps.say("\n  Unit and integration tests");
  suites.push(await runVitest(["pure", "database", "command-line", "trainer"], { signal }));
  signal.throwIfAborted();
  suites.push(await runBrowserTests(steps, await chromium.catch(() => undefined), signal));
  return addCounts(suites);
}

/**
 * @param {import("../start/steps.mjs").Steps} steps @param {AbortSignal} signal
 * @returns {Promise<import("./countResults.mjs").Counts>}
 */
async function runChecks(steps, signal) {
  const { checks } = await import("../checks.mjs");
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const check of checks) {
    try {
      await steps.run(check.name, async () => {
        const problem = await check.run(signal);
        if (problem) throw new Error(problem);
        return ["in order", undefined];
      });
      counts.passed += 1;
    } catch (error) {
      signal.throwIfAborted();
      counts.failed += 1;
      steps.say(`\n${/** @type {Error} */ (error).message}\n`);
    }
  }
  return counts;
}

/**
 * @param {import("../start/steps.mjs").Steps} steps
 * @param {string | undefined} chromiumPath
 * @param {AbortSignal} signal
 * @returns {Promise<import("./countResults.mjs").Counts>}
 */
async function runBrowserTests(steps, chromiumPath, signal) {
  const testDir = path.join(repositoryDir, "e2e");
  const files = existsSync(testDir)
    ? readdirSync(testDir, { recursive: true }).filter((name) => String(name).endsWith(".test.ts"))
    : [];
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  if (!chromiumPath) {
    steps.say("\n  Browser tests are skipped: there is no Chromium here (Debian/Ubuntu: apt-get install chromium).");
    return { passed: 0, failed: 0, skipped: files.length };
  }
  await steps.run("Dashboard", async () => [
    (await buildDashboard(repositoryDir, signal)) ? "built" : "up to date",
    undefined,
  ]);
  steps.say("\n  Browser tests");
  const { runVitest } = await import("./runVitest.mjs");
  return await runVitest(["browser"], { signal, env: { MASKYARD_CHROMIUM: chromiumPath } });
}

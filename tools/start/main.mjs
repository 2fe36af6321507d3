import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEngine } from "../../packages/model/engine/ensureEngine.mjs";
import { missingBuildTools } from "../../packages/model/engine/requireBuildTools.mjs";
import { takeProcessLock } from "../../packages/store/lock/takeProcessLock.mjs";
import { freePort } from "../postgres/freePort.mjs";
import { bootstrap } from "./bootstrap.mjs";
import { buildDashboard, compileSources } from "./buildApps.mjs";
import { openDatabase } from "./database.mjs";
import { createDemo, demoDatasetName } from "./demo.mjs";
import { describeSignIn } from "./describeSignIn.mjs";
import { watchSources } from "./dev.mjs";
import { installPackages } from "./installPackages.mjs";
import { parseOptions, UsageError, usage } from "./options.mjs";
import { serverSecret } from "./secretFile.mjs";
import { apiOrigin, apiService, trainerService, webOrigin, webService } from "./services.mjs";
import { createSteps } from "./steps.mjs";
import { createSupervisor } from "./supervisor.mjs";
import { waitUntilHealthy } from "./waitUntilHealthy.mjs";

const repositoryDir = fileURLToPath(new URL("../../", import.meta.url));

/** Why work in progress ends when the user ends it; nothing to report. */
class StoppedError extends Error {
  constructor() {
    super("Stopped.");
    this.name = "StoppedError";
  }
}

/**
 * The whole of `npm start`, until it is ended by SIGINT, SIGTERM or SIGHUP.
 * @param {string[]} args
 */
export async function main(args) {
  /** @type {import("./options.mjs").StartOptions} */
  let options;
  try {
    options = parseOptions(args, repositoryDir);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
  if (options.help) {
    console.log(usage);
    return;
  }
  const startedMs = performance.now();
  const steps = createSteps();
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const lock = takeProcessLock(path.join(options.dataDir, "start.lock"));
  if ("heldBy" in lock) {
    const { pid, url } = lock.heldBy;
    console.error(
      `Maskyard already runs on ${options.dataDir} (process ${pid}${url ? `, ${url}` : ""}). End that one first, or give this one a folder of its own: npm start -- --data DIR --port N`,
    );
    process.exit(1);
  }

  const stopper = new AbortController();
  const supervisor = createSupervisor({
    logDir: path.join(options.dataDir, "logs"),
    cwd: repositoryDir,
    say: steps.say,
  });
  /** @type {(() => Promise<void>)[]} */
  const closers = [() => supervisor.stopAll()];
  let endRequested = () => {};
  const endWanted = new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
    endRequested = resolve;
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      if (!stopper.signal.aborted)
        steps.say("\n  Stopping: running work is saved, then everything ends. This can take half a minute.");
      stopper.abort(new StoppedError());
      endRequested();
    });
  }

  let exitCode = 0;
  try {
    await bringUp({ options, steps, supervisor, closers, lock, signal: stopper.signal, startedMs });
    await endWanted;
  } catch (error) {
    if (!stopper.signal.aborted) {
      console.error(`\n${/** @type {Error} */ (error).message}\n`);
      exitCode = 1;
    }
    stopper.abort(new StoppedError());
  }
  await Promise.all(background);
  // The services first, Postgres last: they still write to it.
  for (const close of closers) await close();
  lock.release();
  if (exitCode === 0) steps.say("  Stopped.");
  process.exit(exitCode);
}

/**
 * @param {object} context
 * @param {import("./options.mjs").StartOptions} context.options
 * @param {import("./steps.mjs").Steps} context.steps
 * @param {ReturnType<typeof createSupervisor>} context.supervisor
 * @param {(() => Promise<void>)[]} context.closers
 * @param {{ update: (details: { url: string }) => void }} context.lock
 * @param {AbortSignal} context.signal
 * @param {number} context.startedMs
 */
async function bringUp({ options, steps, supervisor, closers, lock, signal, startedMs }) {
  const { dataDir, dev } = options;
  steps.say(`Maskyard · data in ${dataDir}`);
  await steps.run("This machine", checkMachine);
  await steps.run("Packages", async (progress) => {
    const installed = await installPackages(repositoryDir, { signal, onStart: () => progress("npm ci") });
    return [installed ? "installed" : "up to date", undefined];
  });

  // Everything from here on goes on side by side; what is not awaited at once must not bring the process down.
  const engine = inBackground(steps.run("Training engine", (progress) => prepareEngine(progress, signal)));
  const database = inBackground(
    steps.run("Database", async () => {
      const opened = await openDatabase({ dataDir, say: steps.say });
      closers.push(opened.stop);
      return [opened.did, opened];
    }),
  );
  await steps.run("Applications", async (progress) => {
    progress("generating code");
    const { generate } = await import("../generate.mjs");
    const generated = await generate({ signal });
    progress("compiling");
    await compileSources(repositoryDir, signal);
    return [generated ? "generated and compiled" : "compiled", undefined];
  });
  const dashboard = inBackground(
    dev
      ? Promise.resolve()
      : steps.run("Dashboard", async (progress) => {
          progress("building");
          return [(await buildDashboard(repositoryDir, signal)) ? "built" : "up to date", undefined];
        }),
  );

  const port = await nextFreePort(options.port, options.host);
  if (port !== options.port) steps.say(`  ! Port ${options.port} is taken by another program; using ${port}.`);
  const settings = {
    repositoryDir,
    dataDir,
    dev,
    port,
    host: options.host,
    webPort: await freePort(),
    url: process.env.MASKYARD_URL ?? `http://localhost:${port}`,
    secret: serverSecret(dataDir),
    databaseUrl: (await database).url,
  };
  lock.update({ url: settings.url });
  const webUp = inBackground(
    dashboard.then(() => {
      signal.throwIfAborted();
      supervisor.start(webService(settings));
      return waitUntilHealthy(`${webOrigin(settings)}/`, { timeoutSeconds: 120, signal });
    }),
  );
  const account = await steps.run("Server", async () => {
    supervisor.start(apiService(settings, dev ? ["--watch"] : []));
    const [found] = await Promise.all([
      bootstrap(settings, signal),
      waitUntilHealthy(`${apiOrigin(settings)}/healthz`, { timeoutSeconds: 60, signal }),
    ]);
    return [settings.url, found];
  });
  const server = { url: apiOrigin(settings), token: account.token };

  const demo = createDemo({ dataDir, repositoryDir, signal });
  const demoImported = inBackground(
    options.demo && !demo.isImported()
      ? steps.run("Demo dataset", (progress) => makeDemo(demo, server, progress))
      : undefined,
  );

  if (dev) watchSources({ supervisor, repositoryDir });
  await webUp;
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  steps.say(`\n  Maskyard is ready after ${seconds} s: ${settings.url}`);
  for (const line of describeSignIn(account, dataDir, repositoryDir)) steps.say(`  ${line}`);
  steps.say("");

  await startTraining({ engine, demoImported, demo, server, settings, steps, supervisor, wanted: options.demo });
  steps.say("  Ctrl-C ends everything.");
}

/** @returns {Promise<[string, undefined]>} */
async function checkMachine() {
  // Where the packages are there, ensureEngine itself knows whether it must build, and asks for the tools only then.
  const isFirstStart = !existsSync(
    path.join(repositoryDir, "node_modules", "@tensorflow", "tfjs-node-gpu", "package.json"),
  );
  const missing = isFirstStart ? missingBuildTools() : [];
  if (missing.length > 0) throw new Error(missing.join("\n"));
  return [`Node ${process.versions.node}${isFirstStart ? ", python3 with pip, a C++ compiler" : ""}`, undefined];
}

/**
 * @param {(detail: string) => void} progress
 * @param {AbortSignal} signal
 * @returns {Promise<[string, undefined]>}
 */
async function prepareEngine(progress, signal) {
  const engine = await ensureEngine({
    verify: "load",
    signal,
    onProgress: ({ step, fraction, detail }) =>
      progress(`${step} ${fraction > 0 ? `${Math.round(fraction * 100)} % ` : ""}of ${detail}`),
  });
  return [`TensorFlow ${engine.tensorflowVersion} (${engine.kind}), ${engine.built ? "built" : "found"}`, undefined];
}

/**
 * @param {ReturnType<typeof createDemo>} demo
 * @param {{ url: string, token: string }} server
 * @param {(detail: string) => void} progress
 * @returns {Promise<[string, undefined]>}
 */
async function makeDemo(demo, server, progress) {
  progress("drawing street scenes");
  await demo.generate();
  progress("importing them");
  await demo.import(server);
  return [`"${demoDatasetName}" imported`, undefined];
}

/**
 * The trainer, and the first run, need the engine; the dashboard is open by now and stays so when there is none.
 * @param {object} parts
 * @param {Promise<unknown>} parts.engine
 * @param {Promise<unknown>} parts.demoImported
 * @param {ReturnType<typeof createDemo>} parts.demo
 * @param {{ url: string, token: string }} parts.server
 * @param {import("./services.mjs").ServerSettings} parts.settings
 * @param {import("./steps.mjs").Steps} parts.steps
 * @param {ReturnType<typeof createSupervisor>} parts.supervisor
 * @param {boolean} parts.wanted whether the demo is
 */
async function startTraining({ engine, demoImported, demo, server, settings, steps, supervisor, wanted }) {
  try {
    await engine;
    supervisor.start(trainerService(settings, settings.dev ? ["--watch"] : []));
  } catch (error) {
    if (/** @type {Error} */ (error).name === "StoppedError") throw error;
    steps.say(`  ! Nothing can be trained yet: ${/** @type {Error} */ (error).message}`);
    steps.say("  ! The dashboard works without it. Put that right, then start again.");
  }
  if (!wanted) return;
  try {
    await demoImported;
    if (demo.isLaunched()) return;
    await steps.run("Demo run", async () => {
      await demo.launch(server);
      return ["launched", undefined];
    });
  } catch (error) {
    if (/** @type {Error} */ (error).name === "StoppedError") throw error;
    steps.say(`  ! The demo could not be set up; the next start tries again. ${/** @type {Error} */ (error).message}`);
  }
}

/** Work that goes on beside the rest, so that an end can wait until all of it has noticed. */
/** @type {Promise<unknown>[]} */
const background = [];

/**
 * A promise that is awaited later: its failure is reported there.
 * @template T
 * @param {Promise<T> | T} work
 * @returns {Promise<T>}
 */
function inBackground(work) {
  const promise = Promise.resolve(work);
  background.push(promise.catch(() => undefined));
  return promise;
}

/** The wanted port, or the next free one above it. @param {number} wanted @param {string} host */
async function nextFreePort(wanted, host) {
  for (let port = wanted; port < Math.min(wanted + 50, 65_536); port++) {
    if ((await freePort(port, host)) === port) return port;
  }
  return await freePort(0, host);
}

import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BlobStore, createDatabase, type Database, notify, readHistory, readSeries } from "@maskyard/store";
import { makeFirstUser } from "../../../../../tools/testing/firstUser.mjs";
import { startSupervisedPostgres } from "../../../../../tools/testing/supervisedPostgres.mjs";
import { forkEntry } from "../../entry/sourceEntry.ts";
import { createTestDataset, createTestRun, type TestDataset } from "../createTestRun.ts";
import { ExternalLogger } from "./ExternalLogger.ts";
import { type RunFacts, RunWatch } from "./RunWatch.ts";
import { Service } from "./Service.ts";
import { SmallDisk } from "./SmallDisk.ts";
import { FAULTS, type Fault, planFaults } from "./schedule.ts";
import { createStrikes } from "./strikes.ts";

/** Long enough for a machine that does ten other things, where a heartbeat may be seconds late. */
const leaseSeconds = 8;
const totalSteps = 24;
const configuration = { epochs: 8, checkpointEverySteps: 3, evaluateEveryEpochs: 8, maxDetections: 5 };
const apiFolder = fileURLToPath(new URL("../../../../api/src/", import.meta.url));

export interface ChaosReport {
  readonly seed: number;
  readonly faults: readonly { readonly fault: Fault; readonly secondsToResume: number }[];
  readonly runs: number;
  readonly claims: number;
  /** Promises that recorded histories break; none is what is wanted. */
  readonly broken: readonly string[];
  /** Runs whose numbers are not those of the run that nothing happened to. */
  readonly differentRuns: number;
  readonly logged: {
    readonly acknowledged: number;
    readonly unanswered: number;
    readonly lost: number;
    readonly doubled: number;
  };
}

type Numbers = Record<string, [step: number, value: number][]>;

/** Trains runs on CPU and logs from outside while parts of the system are killed, stopped and restarted as the seed says. */
export async function runChaos(options: {
  readonly seed: number;
  readonly faultCount: number;
  readonly say?: (line: string) => void;
}): Promise<ChaosReport> {
  const say = options.say ?? (() => undefined);
  const folder = await mkdtemp(join(tmpdir(), "maskyard-chaos-"));
  const disk = SmallDisk.mount(folder);
  if (disk === null)
    say("no disk is filled, neither that of checkpoints nor that of Postgres: only root may mount small ones");
  const postgresFolder = await mkdtemp(join(tmpdir(), "maskyard-chaos-postgres-"));
  await chmod(postgresFolder, 0o711); // where Postgres runs under an account of its own
  const postgresDisk = disk && SmallDisk.mount(postgresFolder);
  let endedForRoom = 0;
  const postgres = await startSupervisedPostgres({
    dataDir: join(postgresFolder, "postgres"),
    logPath: join(folder, "postgres.log"),
    say: (line) => {
      if (line.includes("disk is full")) endedForRoom++;
    },
  });
  const database = createDatabase(postgres.url, { maxConnections: 4 });
  const apiPort = await freePort();
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATABASE_URL: postgres.url,
    MASKYARD_DATA: folder,
    MASKYARD_LEASE_SECONDS: String(leaseSeconds),
    MASKYARD_SECRET: randomBytes(32).toString("hex"),
    MASKYARD_URL: `http://127.0.0.1:${apiPort}`,
    PORT: String(apiPort),
    LOG_LEVEL: "fatal",
  };
  const { path, execArgv } = forkEntry("main");
  const trainers = ["first", "second"].map(
    (name) => new Service([...execArgv, path], { ...env, MASKYARD_TRAINER_NAME: name }),
  );
  const api = new Service([...execArgv, join(apiFolder, "main.ts")], env);
  const loggers: ExternalLogger[] = [];
  try {
    const blobs = new BlobStore(join(folder, "blobs"));
    const dataset = await createTestDataset(database, blobs, { trainCount: 6, valCount: 2 });
    for (const service of [...trainers, api]) service.start();
    const { reference, claims: firstClaims } = await trainUndisturbed(database, dataset);
    say(`trained undisturbed, ${reference.loss?.length} steps`);
    const { token } = makeFirstUser(env);
    for (const name of ["one", "two"]) {
      const logger = new ExternalLogger(env.MASKYARD_URL, token);
      loggers.push(logger);
      await logger.start(name);
    }

    const strike = createStrikes({
      database,
      postgres,
      trainers,
      api,
      leaseSeconds,
      loggers,
      disk,
      postgresDisk,
      endedForRoom: () => endedForRoom,
    });
    const faults: { fault: Fault; secondsToResume: number }[] = [];
    const broken: string[] = [];
    let runs = 0;
    let claims = firstClaims;
    let differentRuns = 0;
    const kinds = FAULTS.filter((fault) => disk !== null || !fault.includes("disk full"));
    const plan = planFaults(options.seed, options.faultCount, kinds);
    while (faults.length < plan.length) {
      const runId = await createTestRun(database, dataset, configuration);
      // Faults come closer together than a person's patience: no run is given up here.
      const { jobId } = await database.prisma.run.update({
        where: { id: runId },
        data: { job: { update: { maxAttempts: 1_000 } } },
        select: { jobId: true },
      });
      await notify(database.pool, "job_queued", { jobId: jobId as string });
      const watch = new RunWatch(database, runId);
      let facts = await watch.until("a first step", ({ step, status }) => status === "RUNNING" && step > 0);
      for (let next = plan[faults.length]; next && !hasEnded(facts); next = plan[faults.length]) {
        const { fault, afterSteps } = next;
        const from = facts.step;
        facts = await watch.until("the moment of the fault", (now) => hasEnded(now) || now.step >= from + afterSteps);
        if (hasEnded(facts)) break;
        const struckAtMs = performance.now();
        const { step: struckAt, fencingToken } = facts;
        await strike[fault](facts, watch);
        const again = (now: typeof facts) =>
          hasEnded(now) ||
          (now.status === "RUNNING" && (now.fencingToken > fencingToken ? now.step > 0 : now.step > struckAt));
        facts = await watch.until(`going on after: ${fault}`, again);
        const secondsToResume = (performance.now() - struckAtMs) / 1000;
        faults.push({ fault, secondsToResume });
        say(`${faults.length}/${plan.length} ${fault}: goes on after ${secondsToResume.toFixed(1)} s`);
      }
      facts = await watch.until("its end", hasEnded);
      runs++;
      claims += watch.claims;
      broken.push(...watch.broken);
      if (facts.status !== "SUCCEEDED") broken.push(`the run ended ${facts.status}: ${facts.failureReason}`);
      if (JSON.stringify(await readNumbers(database, runId)) !== JSON.stringify(reference)) differentRuns++;
      await removeCheckpoints(database, blobs, runId);
    }
    for (const logger of loggers) await logger.stop();
    return {
      seed: options.seed,
      faults,
      runs,
      claims,
      broken,
      differentRuns,
      logged: await checkLogged(database, loggers),
    };
  } finally {
    for (const service of [...trainers, api]) {
      service.signal("SIGCONT");
      await service.end("SIGKILL");
    }
    await database.close();
    await postgres.stop();
    disk?.unmount();
    postgresDisk?.unmount();
    for (const one of [folder, postgresFolder]) await rm(one, { recursive: true, force: true });
  }
}

function hasEnded({ status }: RunFacts): boolean {
  return status !== "QUEUED" && status !== "RUNNING";
}

async function trainUndisturbed(database: Database, dataset: TestDataset) {
  const runId = await createTestRun(database, dataset, configuration);
  const watch = new RunWatch(database, runId);
  const { status, failureReason } = await watch.until("the undisturbed run's end", ({ status }) =>
    ["SUCCEEDED", "FAILED", "CANCELLED"].includes(status),
  );
  const reference = await readNumbers(database, runId);
  if (status !== "SUCCEEDED" || reference.loss?.length !== totalSteps) {
    throw new Error(`runChaos: expected an undisturbed run of ${totalSteps} steps, got ${status}: ${failureReason}`);
  }
  return { reference, claims: watch.claims };
}

/** Losses, learning rates and evaluations: everything that must be the same in every repetition. */
async function readNumbers(database: Database, runId: string): Promise<Numbers> {
  const series = await readSeries(database.pool, { runId });
  return Object.fromEntries(
    series
      .filter(({ name }) => /^(loss|lr|val)/.test(name))
      .map(({ name, steps, values }) => [name, steps.map((step, at) => [step, values[at] as number])]),
  );
}

/** The disk lies in memory, and an ended run's checkpoints have done their work. */
async function removeCheckpoints(database: Database, blobs: BlobStore, runId: string): Promise<void> {
  const checkpoints = await database.prisma.checkpoint.findMany({ where: { runId } });
  await database.prisma.checkpoint.deleteMany({ where: { runId } });
  for (const { blobSha256, stateBlobSha256 } of checkpoints) {
    await blobs.remove(blobSha256);
    if (stateBlobSha256) await blobs.remove(stateBlobSha256);
  }
}

async function checkLogged(database: Database, loggers: readonly ExternalLogger[]): Promise<ChaosReport["logged"]> {
  const sum = { acknowledged: 0, unanswered: 0, lost: 0, doubled: 0 };
  for (const { runId, acknowledged, unanswered } of loggers) {
    const history = await readHistory(database.pool, { runId, name: "count", fromIndex: 0, count: 10_000_000 });
    const stored = new Set(history?.values);
    sum.acknowledged += acknowledged.length;
    sum.unanswered += unanswered;
    sum.lost += acknowledged.filter((value) => !stored.has(value)).length;
    sum.doubled += (history?.values.length ?? 0) - stored.size;
  }
  return sum;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

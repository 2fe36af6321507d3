import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lastLines } from "../logs/lastLines.mjs";
import { freePort } from "./freePort.mjs";
import { clearLeftoverPostmaster } from "./leftoverPostmaster.mjs";
import { giveToAccount, postgresAccount, reachablePlaces } from "./postgresAccount.mjs";
import { postgresBinaries } from "./postgresBinaries.mjs";

const majorVersion = "18";
const user = "maskyard";
/** No text of a statement and no value of one may get into the log: whoever reads it may not be one who may read the data. */
const discreetLog = [
  "-clog_statement=none",
  "-clog_duration=off",
  "-clog_min_duration_statement=-1",
  "-clog_min_error_statement=panic",
  "-clog_parameter_max_length=0",
  "-clog_parameter_max_length_on_error=0",
  // Without DETAIL, which quotes rows and, of a deadlock or a crash, statements. The code of the error tells its kind.
  "-clog_error_verbosity=terse",
  "-clog_line_prefix=%m [%p] %e ",
];

/**
 * @typedef {object} RunningPostgres
 * @property {string} url of the database "maskyard", with the password
 * @property {number} port
 * @property {number} pid
 * @property {string} dataDir where the cluster really is
 * @property {Promise<string>} ended how it ended, once it has, by us or by itself
 * @property {() => Promise<void>} stop ends it cleanly: open transactions are rolled back, everything is on disk
 */

/**
 * Starts the Postgres that came with the npm packages on a folder of its own, making the cluster on the first start.
 * Listens on 127.0.0.1 only. Works as root and not, and after itself or its starter was killed.
 *
 * @param {object} options
 * @param {string} options.dataDir the cluster's folder; nobody else may start one on it at the same time
 * @param {number} [options.port] wanted; a free one is taken when it is taken (see freePort)
 * @param {string} [options.logPath] default: postgres.log beside the folder
 * @param {boolean} [options.durable] false: for tests, loses everything when the machine stops
 * @param {"namespace" | "setuid"} [options.asRoot] decides how root runs it, in place of trying
 * @param {number} [options.timeoutSeconds] for recovery after a crash to end
 * @returns {Promise<RunningPostgres>}
 */
export async function startPostgres(options) {
  const account = postgresAccount(options.asRoot);
  mkdirSync(path.dirname(options.dataDir), { recursive: true, mode: 0o700 });
  const wantedDir = path.join(realpathSync(path.dirname(options.dataDir)), path.basename(options.dataDir));
  const { dataDir, nativeDir } = reachablePlaces(account, wantedDir, postgresBinaries());
  const logPath = options.logPath ?? path.join(path.dirname(wantedDir), "postgres.log");
  const durable = options.durable ?? true;
  const run = runner(account, nativeDir);

  if (!existsSync(path.join(dataDir, "PG_VERSION"))) createCluster(run, account, dataDir, durable);
  requireVersion(dataDir);
  await clearLeftoverPostmaster(dataDir);

  const password = readFileSync(path.join(dataDir, "maskyard.password"), "utf8").trim();
  const { child, port } = await launch(run, dataDir, logPath, durable, options);
  const ended = new Promise((/** @type {(how: string) => void} */ resolve) => {
    child.once("exit", (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`));
  });
  const url = `postgresql://${user}:${password}@127.0.0.1:${port}/maskyard`;
  await prepareDatabase(url);
  return { url, port, pid: child.pid ?? 0, dataDir, ended, stop: () => stop(child, ended) };
}

/** @typedef {(program: "postgres" | "initdb", args: string[]) => { command: string, args: string[], options: object }} Runner */

/**
 * @param {import("./postgresAccount.mjs").PostgresAccount} account @param {string} nativeDir
 * @returns {Runner}
 */
function runner(account, nativeDir) {
  // Should its starter be killed, Postgres ends by itself, as cleanly as on Ctrl-C.
  const endWithParent = ["setpriv", "--pdeathsig", "INT", "--"];
  const canEndWithParent = spawnSync(endWithParent[0] ?? "", [...endWithParent.slice(1), "true"]).status === 0;
  return (program, args) => {
    const wrapper = [...account.prefix, ...(canEndWithParent && program === "postgres" ? endWithParent : [])];
    const [command = "", ...rest] = [...wrapper, path.join(nativeDir, "bin", program), ...args];
    const env = { PATH: process.env.PATH, HOME: "/", LC_ALL: "C", TZ: "UTC" };
    const ids = account.mode === "setuid" ? { uid: account.uid, gid: account.gid } : {};
    return { command, args: rest, options: { ...ids, env, cwd: "/" } };
  };
}

/**
 * Into a folder of another name, renamed when it is whole: a cluster cut off while being made is made anew.
 * @param {Runner} run @param {import("./postgresAccount.mjs").PostgresAccount} account
 * @param {string} dataDir @param {boolean} durable
 */
function createCluster(run, account, dataDir, durable) {
  const makingDir = `${dataDir}.making`;
  rmSync(makingDir, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(makingDir, { mode: 0o700 });
  giveToAccount(account, makingDir);
  const passwordPath = path.join(makingDir, "maskyard.password");
  writeFileSync(passwordPath, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  giveToAccount(account, passwordPath);
  const { command, args, options } = run("initdb", [
    `--pgdata=${makingDir}/cluster`,
    `--username=${user}`,
    `--pwfile=${passwordPath}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The same order and case rules on every machine, whatever locales it has.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...(durable ? [] : ["--no-sync"]),
  ]);
  const made = spawnSync(command, args, { ...options, encoding: "utf8" });
  if (made.status !== 0) {
    throw new Error(`Postgres could not make its data folder ${dataDir}:\n${made.stderr || made.error?.message}`);
  }
  renameSync(passwordPath, path.join(makingDir, "cluster", "maskyard.password"));
  renameSync(path.join(makingDir, "cluster"), dataDir);
  rmSync(makingDir, { recursive: true });
}

/** @param {string} dataDir */
function requireVersion(dataDir) {
  const found = readFileSync(path.join(dataDir, "PG_VERSION"), "utf8").trim();
  if (found === majorVersion) return;
  throw new Error(
    `${dataDir} was made by Postgres ${found}; this version of Maskyard brings ${majorVersion}. Dump it with the version that made it, or start with another --data folder.`,
  );
}

/**
 * @param {Runner} run @param {string} dataDir @param {string} logPath @param {boolean} durable
 * @param {{ port?: number, timeoutSeconds?: number }} wanted
 */
async function launch(run, dataDir, logPath, durable, wanted) {
  // A port found free may be taken before Postgres has it; then it is tried again with another.
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? wanted.port : 0);
    const { command, args, options } = run("postgres", [
      `-D${dataDir}`,
      `-p${port}`,
      "-clisten_addresses=127.0.0.1",
      "-cunix_socket_directories=",
      "-clogging_collector=off",
      ...discreetLog,
      "-cmax_connections=200",
      "-cshared_buffers=128MB",
      ...(durable ? [] : ["-cfsync=off", "-csynchronous_commit=off", "-cfull_page_writes=off"]),
    ]);
    const logFile = openSync(logPath, "a", 0o600);
    const child = spawn(command, args, {
      ...options,
      stdio: ["ignore", logFile, logFile],
      // Outside our process group: Ctrl-C must not end it before those who still write to it.
      detached: true,
    });
    closeSync(logFile);
    const failure = await ready(child, dataDir, (wanted.timeoutSeconds ?? 120) * 1000);
    if (!failure) return { child, port };
    const end = lastLines(logPath, 8).join("\n");
    if (attempt < 5 && end.includes("Address already in use")) continue;
    throw new Error(`Postgres ${failure}. Its log ${logPath} ends with:\n${end}`);
  }
}

/**
 * Postgres writes its state into line 8 of its pid file.
 * @param {import("node:child_process").ChildProcess} child @param {string} dataDir @param {number} timeoutMs
 * @returns {Promise<string | undefined>} what went wrong
 */
async function ready(child, dataDir, timeoutMs) {
  /** @type {string | undefined} */
  let failure;
  child.once("error", (error) => {
    failure = `could not be started: ${error.message}`;
  });
  child.once("exit", (code, signal) => {
    failure = `ended while starting (${signal ?? `exit code ${code}`})`;
  });
  const endMs = Date.now() + timeoutMs;
  const pidPath = path.join(dataDir, "postmaster.pid");
  while (!failure) {
    const lines = existsSync(pidPath) ? readFileSync(pidPath, "utf8").split("\n") : [];
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === "ready") return undefined;
    if (Date.now() > endMs) {
      child.kill("SIGQUIT");
      return `was not ready after ${timeoutMs / 1000} s`;
    }
    await sleep(20);
  }
  return failure;
}

/**
 * Makes our database. Errors of sessions are theirs to tell (the message of one may hold a value, as in `invalid input syntax for type integer:
 * "…"`); the log has those of the server itself.
 * @param {string} url
 */
async function prepareDatabase(url) {
  const { default: pg } = await import("pg");
  const name = new URL(url).pathname.slice(1);
  const client = new pg.Client({ connectionString: url.replace(/\/[^/]*$/, "/postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    const { rows } = await client.query("SHOW log_min_messages");
    // Only where it is not so yet: a start on a full disk must not need to write.
    if (rows[0].log_min_messages !== "log") {
      await client.query(`ALTER ROLE ${client.escapeIdentifier(user)} SET log_min_messages = 'log'`);
    }
  } finally {
    await client.end();
  }
}

/** @param {import("node:child_process").ChildProcess} child @param {Promise<string>} ended */
async function stop(child, ended) {
  // SIGINT is Postgres's "fast": it ends sessions, writes everything out and stops.
  child.kill("SIGINT");
  const late = setTimeout(() => child.kill("SIGQUIT"), 20_000);
  await ended;
  clearTimeout(late);
}

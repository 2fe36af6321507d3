import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startPostgres } from "./startPostgres.mjs";

/** @type {string} */
let folder;
/** @type {import("./startPostgres.mjs").RunningPostgres[]} */
let running = [];
beforeEach(() => {
  // Like every folder of mkdtemp, only its owner may enter it: as root, Postgres must reach its data here too.
  folder = mkdtempSync(path.join(realpathSync(tmpdir()), "maskyard-start-postgres-"));
});
afterEach(async () => {
  await Promise.all(running.map((postgres) => postgres.stop()));
  running = [];
  rmSync(folder, { recursive: true, force: true });
});

/** @param {Partial<Parameters<typeof startPostgres>[0]>} [options] */
async function start(options) {
  const postgres = await startPostgres({ dataDir: path.join(folder, "data"), durable: false, ...options });
  running.push(postgres);
  return postgres;
}

/** @param {string} url @param {string} sql */
async function query(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("startPostgres", () => {
  it("keeps rows from one start to the next", async () => {
    const first = await start();
    await query(first.url, "CREATE TABLE note AS SELECT 'kept' AS text");
    await first.stop();
    expect(await first.ended).toBe("ended with exit code 0");
    const second = await start();
    expect(await query(second.url, "SELECT text FROM note")).toEqual([{ text: "kept" }]);
  });

  it("says how it ended when it was killed, and recovers what was committed", async () => {
    const first = await start({ durable: true });
    await query(first.url, "CREATE TABLE note AS SELECT 'committed' AS text");
    process.kill(first.pid, "SIGKILL");
    expect(await first.ended).toBe("was ended by SIGKILL");
    const second = await start();
    expect(await query(second.url, "SELECT text FROM note")).toEqual([{ text: "committed" }]);
  });

  it("writes no statement and no value to its log, and still why it ended", async () => {
    const postgres = await start();
    await query(
      postgres.url,
      "CREATE TABLE note (id int PRIMARY KEY, text text NOT NULL); INSERT INTO note VALUES (1, '')",
    );
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    for (const sql of [
      "INSERT INTO note (id, text) VALUES ($1::int, NULLIF($2, 'hush-value'))", // a row that fails, in DETAIL
      "SELECT 'hush-literal' FROM absent_table WHERE id = $1 AND text = $2",
      "SELECT ($1 || $2)::int", // the value in the message itself
      "DO $$ BEGIN RAISE WARNING 'hush-warning'; RAISE EXCEPTION 'hush-exception'; END $$",
    ]) {
      const values = sql.includes("$1") ? ["2", "hush-value"] : [];
      await expect(client.query(sql, values)).rejects.toThrow();
    }
    // Slow, and ended by hand: Postgres names what a session did when it was killed.
    const { rows } = await client.query("SELECT pg_backend_pid() AS pid");
    const sleeping = client.query("SELECT pg_sleep(60), 'hush-crash'").catch((error) => error);
    client.on("error", () => undefined);
    for (let isRunning = false; !isRunning; ) {
      const active = await query(postgres.url, "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
      isRunning = active.length > 0;
    }
    process.kill(rows[0].pid, "SIGKILL");
    expect(await sleeping).toBeInstanceOf(Error);
    await client.end();
    await postgres.stop();
    const log = readFileSync(path.join(folder, "postgres.log"), "utf8");
    expect(log).not.toMatch(/hush|absent_table|INSERT|SELECT/);
    expect(log).toMatch(/was terminated by signal 9/);
    expect(log).toMatch(/database system is shut down/);
  });

  it("starts where a pid file names a process that has nothing to do with it", async () => {
    const first = await start();
    await first.stop();
    writeFileSync(path.join(first.dataDir, "postmaster.pid"), `${process.pid}\n${first.dataDir}\n`);
    const second = await start();
    expect(await query(second.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("takes another port than one that is taken", async () => {
    const taken = createServer();
    const port = await new Promise((resolve) => {
      taken.listen(0, "127.0.0.1", () => resolve(/** @type {import("node:net").AddressInfo} */ (taken.address()).port));
    });
    const postgres = await start({ port });
    expect(postgres.port).not.toBe(port);
    taken.close();
  });

  it("makes a cluster anew that was cut off while being made", async () => {
    mkdirSync(path.join(folder, "data.making", "cluster"), { recursive: true });
    const postgres = await start();
    expect(await query(postgres.url, "SHOW server_version_num")).toEqual([
      { server_version_num: expect.stringMatching(/^18/) },
    ]);
  });

  it("refuses a folder of another version, naming both", async () => {
    mkdirSync(path.join(folder, "data"));
    writeFileSync(path.join(folder, "data", "PG_VERSION"), "16\n");
    await expect(start()).rejects.toThrow(/made by Postgres 16; this version of Maskyard brings 18/);
  });

  it("ends when its starter is killed", async () => {
    const script = `
      import { startPostgres } from ${JSON.stringify(new URL("startPostgres.mjs", import.meta.url).href)};
      await startPostgres({ dataDir: ${JSON.stringify(path.join(folder, "data"))}, durable: false });
      console.log("ready");
      setInterval(() => {}, 1000);`;
    const starter = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => starter.stdout.once("data", resolve));
    starter.kill("SIGKILL");
    // The next start needs the folder for itself, and finds it free or frees it.
    const postgres = await start();
    const log = readFileSync(path.join(folder, "postgres.log"), "utf8");
    expect(log).toContain("received fast shutdown request");
    expect(await query(postgres.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});

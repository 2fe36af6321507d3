import { existsSync } from "node:fs";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase } from "../../../../../tools/testing/testDatabase.mjs";
import type { Probe } from "../../testing/probeTask.ts";
import { NotFoundError } from "../errors/expectedErrors.ts";
import { TooBusyError, TooMuchWorkError } from "../errors/workErrors.ts";
import { defineTask } from "./defineTask.ts";
import type { LaneName, Task } from "./Work.ts";
import { WorkerPool } from "./WorkerPool.ts";

const task = (lane: LaneName) =>
  defineTask<typeof import("../../testing/probeTask.ts").default>({
    from: import.meta.url,
    module: "../../testing/probeTask",
    lane,
    doing: "Looking at all of it",
    advice: "Ask for less.",
  });
const quick = task("quick");
const reading = task("reading");
const streamed = task("export") as Task<Probe, void>;
const forever = new AbortController().signal;

let pool: WorkerPool;

const start = (seconds = 20, waitingMax = 1) =>
  new WorkerPool(
    { processes: 1, waitingMax, memoryMib: 64, seconds },
    { databaseUrl: "postgres://nowhere", dataFolder: "/nowhere" },
    pino({ level: process.env.TEST_LOG ?? "silent" }),
  );

beforeEach(() => {
  pool = start();
});

afterEach(async () => {
  await pool.close();
  expect(pool.processCount).toBe(0);
});

/** Starts a task that computes until it is ended, and waits until it does; gives its process. */
async function occupy(signal: AbortSignal): Promise<{ pid: number; ended: Promise<unknown> }> {
  let ended: Promise<unknown> = Promise.resolve();
  const pid = await new Promise<number>((resolve) => {
    ended = pool
      .run(quick, { what: "tellThenCompute" }, { signal, onProgress: (value) => resolve(value as number) })
      .catch((error: unknown) => error);
  });
  return { pid, ended };
}

const isRunning = (pid: number) => existsSync(`/proc/${pid}`);

test("what goes in and comes out is the same, and one process does task after task", async () => {
  const value = { numbers: new Float64Array([1.5, Number.NaN]), at: new Date(5), big: 7n, map: new Map([["a", [1]]]) };
  expect(await pool.run(quick, { what: "echo", value }, { signal: forever })).toEqual(value);
  const first = await pool.run(quick, { what: "process" }, { signal: forever });
  expect(await pool.run(quick, { what: "process" }, { signal: forever })).toBe(first);
  expect(first).not.toBe(process.pid);
});

test("an error comes as what it is, with its cause, and the process goes on", async () => {
  const pid = await pool.run(quick, { what: "process" }, { signal: forever });
  const error = await pool.run(quick, { what: "refuse" }, { signal: forever }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toMatchObject({ code: "NOT_FOUND", httpStatus: 404, message: "There is no such thing." });
  expect((error as Error).cause).toMatchObject({ message: "why" });
  expect(await pool.run(quick, { what: "process" }, { signal: forever })).toBe(pid);
});

test("a worker that was told to end while its answer was on its way gets no other task", async () => {
  const leaving = new AbortController();
  const options = { signal: leaving.signal, onProgress: () => leaving.abort(new Error("gone")) };
  const ended = await pool.run(quick, { what: "tellAndEnd" }, options).catch(() => null);
  const next = await pool.run(quick, { what: "process" }, { signal: forever });
  expect(next).not.toBe(ended);
  expect(isRunning(next as number)).toBe(true);
});

test("a task has the database", async () => {
  const database = await createTestDatabase();
  const connected = new WorkerPool(
    { processes: 1, waitingMax: 1, memoryMib: 512, seconds: 60 },
    { databaseUrl: database.url, dataFolder: "/nowhere" },
    pino({ level: "silent" }),
  );
  expect(await connected.run(reading, { what: "count" }, { signal: forever })).toBe(0);
  await connected.close();
  await database.drop();
});

test("cancelled in the middle of a loop, a task ends before its caller is told, and the next one has its place", async () => {
  const caller = new AbortController();
  const { pid, ended } = await occupy(caller.signal);
  await occupy(forever); // quick has two processes
  const next = pool.run(quick, { what: "echo", value: 1 }, { signal: forever });
  const reason = new Error("the client went away");
  caller.abort(reason);
  expect(await ended).toBe(reason);
  expect(isRunning(pid)).toBe(false);
  expect(await next).toBe(1);
});

test("a queue that is full refuses with a time to come again; who gives up waiting makes room", async () => {
  await pool.close();
  pool = start(20, 0.25); // quick waits four times as long a line: one
  await Promise.all([occupy(forever), occupy(forever)]);
  const waiting = new AbortController();
  const waits = pool.run(quick, { what: "process" }, { signal: waiting.signal }).catch((error: unknown) => error);
  const refused = await pool
    .run(quick, { what: "process" }, { signal: forever })
    .catch((error: unknown) => error as TooBusyError);
  expect(refused).toBeInstanceOf(TooBusyError);
  expect(refused).toMatchObject({ httpStatus: 503, retryAfterSeconds: 10 });
  waiting.abort(new Error("tired of waiting"));
  expect(await waits).toMatchObject({ message: "tired of waiting" });
  const caller = new AbortController();
  const again = pool.run(quick, { what: "process" }, { signal: caller.signal }).catch((error: unknown) => error);
  caller.abort(new Error("there was room"));
  expect(await again).toMatchObject({ message: "there was room" });
});

test.each([
  ["V8's heap", "heap"],
  ["a whole process", "buffers"],
] as const)("a task past the bound of %s is told so, and those of others go on", async (_what, what) => {
  const other = pool.run(streamed as Task<Probe, unknown>, { what: "echo", value: 5 }, { signal: forever });
  const error = await pool.run(quick, { what }, { signal: forever }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TooMuchWorkError);
  expect((error as Error).message).toBe(
    "Looking at all of it needs more than 64 MiB of memory and was ended; nothing was changed. Ask for less.",
  );
  expect(await other).toBe(5);
  expect(await pool.run(quick, { what: "echo", value: 2 }, { signal: forever })).toBe(2);
});

test("a task that gives no sign of life for too long is ended and told so", async () => {
  await pool.close();
  pool = start(2);
  const { ended } = await occupy(forever);
  expect(await ended).toMatchObject({
    code: "TOO_MUCH_WORK",
    httpStatus: 422,
    message: "Looking at all of it took longer than 2 s and was ended; nothing was changed. Ask for less.",
  });
});

test("a worker that dies fails its own task alone", async () => {
  await expect(pool.run(quick, { what: "die" }, { signal: forever })).rejects.toThrow(
    "Looking at all of it: the worker died (code null, signal SIGSEGV)",
  );
  expect(await pool.run(quick, { what: "echo", value: 3 }, { signal: forever })).toBe(3);
});

test("a stream comes whole; one that fails half-way is cut off, and one that nobody reads on ends its process", async () => {
  const whole = await pool.stream(streamed, { what: "write", pieces: 40 }, { signal: forever });
  const bytes = Buffer.concat(await whole.toArray());
  expect([bytes.length, bytes[0], bytes.at(-1)]).toEqual([40 * 2 ** 16, 0, 39]);

  const cut = await pool.stream(streamed, { what: "write", pieces: 40, failAt: 30 }, { signal: forever });
  await expect(cut.toArray()).rejects.toThrow("no more");
  await expect(pool.stream(streamed, { what: "write", pieces: 1, failAt: 0 }, { signal: forever })).rejects.toThrow(
    "no more",
  );

  const left = await pool.stream(streamed, { what: "write", pieces: 1e9 }, { signal: forever });
  left.destroy();
  // Two of this lane at a time: they would wait for ever, were the process of the first still there.
  for (let i = 0; i < 3; i += 1) {
    const next = await pool.stream(streamed, { what: "write", pieces: 1 }, { signal: forever });
    expect((await next.toArray()).length).toBeGreaterThan(0);
  }
});

test("stopping ends what is under way and lets go who waits", async () => {
  const first = await occupy(forever);
  const second = await occupy(forever);
  const waits = pool.run(quick, { what: "process" }, { signal: forever }).catch((error: unknown) => error);
  await pool.close();
  for (const { pid, ended } of [first, second]) {
    expect(await ended).toBeInstanceOf(TooBusyError);
    expect(isRunning(pid)).toBe(false);
  }
  expect(await waits).toMatchObject({ message: "The server is stopping. Try again in a moment." });
});

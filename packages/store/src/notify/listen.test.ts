import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tools/testing/testDatabase.mjs";
import { createDatabase, type Database } from "../database/createDatabase.ts";
import { inTransaction } from "../database/inTransaction.ts";
import { notify } from "./channels.ts";
import { listen } from "./listen.ts";

let testDatabase: TestDatabase;
let db: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = createDatabase(testDatabase.url);
});

afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

/** A queue whose `next` waits for the item to come. */
function mailbox<T>(): { put: (item: T) => void; next: () => Promise<T> } {
  const items: T[] = [];
  const waiting: ((item: T) => void)[] = [];
  return {
    put: (item) => {
      const taker = waiting.shift();
      if (taker) taker(item);
      else items.push(item);
    },
    next: () =>
      new Promise((resolve) => {
        const item = items.shift();
        if (item === undefined) waiting.push(resolve);
        else resolve(item);
      }),
  };
}

it("hears what is committed, and not what is rolled back", async () => {
  const heard = mailbox<string>();
  const listener = await listen(testDatabase.url, ["job_queued"], (_channel, { jobId }) => heard.put(jobId));
  await expect(
    inTransaction(db.pool, async (client) => {
      await notify(client, "job_queued", { jobId: "rolled back" });
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  await notify(db.pool, "run_event", { runId: "another channel", kind: "LOG" });
  await inTransaction(db.pool, (client) => notify(client, "job_queued", { jobId: "committed" }));
  expect(await heard.next()).toBe("committed");
  await listener.close();
});

it("connects again after its connection was cut, says so, and hears on", async () => {
  const heard = mailbox<string>();
  const resynced = mailbox<string>();
  const errors: Error[] = [];
  const listener = await listen(testDatabase.url, ["job_queued"], (_channel, { jobId }) => heard.put(jobId), {
    onResync: () => resynced.put("resync"),
    onError: (error) => errors.push(error),
  });
  for (const round of ["first", "second"]) {
    await db.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'maskyard listen' AND datname = current_database()",
    );
    await resynced.next();
    await notify(db.pool, "job_queued", { jobId: round });
    expect(await heard.next()).toBe(round);
  }
  expect(errors.length).toBeGreaterThanOrEqual(2);
  await listener.close();
  const { rows } = await db.pool.query(
    "SELECT count(*)::int AS open FROM pg_stat_activity WHERE application_name = 'maskyard listen' AND datname = current_database()",
  );
  expect(rows[0].open).toBe(0);
});

it("throws when it cannot connect at first", async () => {
  const url = new URL(testDatabase.url);
  url.pathname = "/not_there";
  await expect(listen(url.href, ["job_queued"], () => undefined)).rejects.toThrow("not_there");
});

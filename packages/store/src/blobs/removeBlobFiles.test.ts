import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inTransaction } from "../database/inTransaction.ts";
import { openTestStore, type TestStore } from "../testing/openTestStore.ts";
import { BlobStore, type StoredBlob } from "./BlobStore.ts";
import { BlobRemovedError } from "./blobErrors.ts";
import { deleteUnusedBlobRows, deleteUnusedBlobs } from "./deleteUnusedBlobs.ts";
import { insertBlobs, recordBlob } from "./recordBlob.ts";
import { removeBlobFiles } from "./removeBlobFiles.ts";

let store: TestStore;
let pool: Pool;
let folder: string;
let blobs: BlobStore;

beforeAll(async () => {
  store = await openTestStore();
  pool = store.pool;
  folder = await mkdtemp(join(tmpdir(), "maskyard-blob-files-"));
  blobs = new BlobStore(folder);
});
afterAll(async () => {
  await store?.close();
  await rm(folder, { recursive: true, force: true });
});

const put = (text: string): Promise<StoredBlob> => blobs.put(Buffer.from(text), "text/plain");
const rowOf = async ({ sha256 }: StoredBlob) => (await store.db.prisma.blob.findUnique({ where: { sha256 } })) !== null;
const use = (blob: StoredBlob) =>
  `INSERT INTO weights_file (id, project_id, name, blob_sha256, bytes)
   VALUES (gen_random_uuid(), '${store.project.projectId}', '${blob.sha256}', '${blob.sha256}', ${blob.bytes})`;

/** Resolves when so many sessions of the test's database wait for another's lock. */
async function untilWaiting(sessions: number): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ waiting: number }>(
      "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    if ((rows[0]?.waiting ?? 0) >= sessions) return;
    await delay(5);
  }
}

it("frees what nothing uses, says how much, and leaves what a row speaks of", async () => {
  const [unused, used, stranger] = [await put("unused"), await put("used by somebody"), await put("a row alone")];
  for (const blob of [unused, used, stranger]) await recordBlob(pool, blobs, blob);
  await pool.query(use(used));
  expect(
    await deleteUnusedBlobs(
      pool,
      blobs,
      [unused, used].map(({ sha256 }) => sha256),
    ),
  ).toBe(unused.bytes);
  expect(await removeBlobFiles(pool, blobs, [unused.sha256, stranger.sha256, stranger.sha256])).toBe(0);
  expect([await blobs.has(unused.sha256), await rowOf(unused)]).toEqual([false, false]);
  for (const blob of [used, stranger]) expect([await blobs.has(blob.sha256), await rowOf(blob)]).toEqual([true, true]);
});

it("keeps a file whose row somebody is about to commit", async () => {
  const blob = await put("comes again");
  const { removing } = await inTransaction(pool, async (writer) => {
    await insertBlobs(writer, blobs, [blob]);
    const removing = removeBlobFiles(pool, blobs, [blob.sha256]);
    await untilWaiting(1);
    return { removing };
  });
  expect(await removing).toBe(0);
  expect([await blobs.has(blob.sha256), await rowOf(blob)]).toEqual([true, true]);
});

it("removes a file whose row was not committed after all", async () => {
  const blob = await put("does not come");
  let removing: Promise<number> | undefined;
  const failed = inTransaction(pool, async (writer) => {
    await insertBlobs(writer, blobs, [blob]);
    removing = removeBlobFiles(pool, blobs, [blob.sha256]);
    await untilWaiting(1);
    throw new Error("changed its mind");
  });
  await expect(failed).rejects.toThrow("changed its mind");
  expect(await removing).toBe(blob.bytes);
  expect([await blobs.has(blob.sha256), await rowOf(blob)]).toEqual([false, false]);
});

it("tells a writer that its file went while it came, and takes it in when it is stored again", async () => {
  const blob = await put("goes meanwhile");
  let writing: Promise<void> | undefined;
  /** Between the decision that nobody uses the file and its end, somebody who found it there writes the row. */
  class SlowStore extends BlobStore {
    override async remove(sha256: string): Promise<void> {
      writing = recordBlob(pool, blobs, blob);
      writing.catch(() => undefined); // looked at below
      await untilWaiting(1);
      await super.remove(sha256);
    }
  }
  expect(await removeBlobFiles(pool, new SlowStore(folder), [blob.sha256])).toBe(blob.bytes);
  await expect(writing).rejects.toThrow(BlobRemovedError);
  expect(await rowOf(blob)).toBe(false);
  await recordBlob(pool, blobs, await put("goes meanwhile"));
  expect([await blobs.has(blob.sha256), await rowOf(blob)]).toEqual([true, true]);
});

it("does not take a row away from somebody who is about to use it", async () => {
  const blob = await put("found again");
  await recordBlob(pool, blobs, blob);
  const { deleting } = await inTransaction(pool, async (user) => {
    await insertBlobs(user, blobs, [blob]);
    const deleting = inTransaction(pool, (client) => deleteUnusedBlobRows(client, [blob.sha256]));
    await untilWaiting(1);
    await user.query(use(blob));
    return { deleting };
  });
  expect(await deleting).toEqual([]);
  expect([await blobs.has(blob.sha256), await rowOf(blob)]).toEqual([true, true]);
});

it("writes a row again that goes while it is asked for", async () => {
  const blob = await put("row goes");
  await recordBlob(pool, blobs, blob);
  const { writing } = await inTransaction(pool, async (client) => {
    expect(await deleteUnusedBlobRows(client, [blob.sha256])).toEqual([blob.sha256]);
    const writing = recordBlob(pool, blobs, blob);
    await untilWaiting(1);
    return { writing };
  });
  await writing;
  expect(await rowOf(blob)).toBe(true);
});

import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { FormatError } from "@maskyard/annotations";
import { inTransaction, notify, Rounds, removeLeftOverDataset, withRetry } from "@maskyard/store";
import type { Services } from "../../services.ts";
import { ExpectedError } from "../errors/expectedErrors.ts";
import { TooBusyError, TooMuchWorkError } from "../errors/workErrors.ts";
import type { UploadStore } from "../upload/UploadStore.ts";
import { defineTask } from "../work/defineTask.ts";
import { ArchiveError } from "./archiveErrors.ts";
import { BlobJournal } from "./BlobJournal.ts";
import { describeFailure } from "./describeFailure.ts";
import type { ImportJob } from "./ImportJob.ts";
import { ImportTakenAwayError } from "./ImportTakenAwayError.ts";
import type { ImportProgress } from "./importTask.ts";

/** More than this many people wait in vain: they had better send theirs later. */
const WAITING_MAX = 100;
const WAIT_SECONDS = 60;

const IMPORT = defineTask<typeof import("./importTask.ts").default>({
  from: import.meta.url,
  module: "importTask",
  lane: "import",
  doing: "The import",
  advice:
    "Import it in parts, or have whoever runs the server give it more (MASKYARD_WORKER_MEMORY_MIB, MASKYARD_WORKER_SECONDS).",
  errors: [ArchiveError, ImportTakenAwayError],
});

const HEARTBEAT_MS = 1_000;
/** An import that has not said so long that it lives was cut off with its process. */
const STALE_SECONDS = 30;
const STALE_CHECK_MS = 15_000;

const STOPPED = "The server was stopped during this import. Nothing of it was kept; import again.";

const STALE_SQL = `
UPDATE import SET status = 'FAILED', finished_at = clock_timestamp(), error = $3
WHERE status = 'RUNNING' AND heartbeat_at < clock_timestamp() - make_interval(secs => $1) AND id <> ALL($2::uuid[])
RETURNING id, pg_notify('import_event', json_build_object('importId', id)::text)`;

const PROGRESS_SQL = `
UPDATE import SET heartbeat_at = clock_timestamp(), images_total = $2, images_done = $3
WHERE id = $1 AND status = 'RUNNING'`;

const STATUS_SQL = "SELECT status FROM import WHERE id = $1";

const FAIL_SQL = `
UPDATE import SET status = 'FAILED', error = $2, finished_at = clock_timestamp() WHERE id = $1 AND status = 'RUNNING'`;

/** Works imports off, one after the other: they share the cores and the disk, and one at a time each ends soonest. */
export class ImportRunner {
  readonly #services: Services;
  readonly #uploads: UploadStore;
  readonly #waiting: ImportJob[] = [];
  readonly #stop = new AbortController();
  readonly #beating = new Map<string, Rounds>();
  /** Of those waiting and under way: ends them when a person cancels. */
  readonly #cancelled = new Map<string, AbortController>();
  #working: Promise<void> | null = null;
  #staleCheck: Rounds | null = null;

  constructor(services: Services, uploads: UploadStore) {
    this.#services = services;
    this.#uploads = uploads;
  }

  /** Where uploads lie until they are imported. */
  get uploadFolder(): string {
    return join(this.#services.environment.dataFolder, "tmp", "imports");
  }

  /** Where the blobs of an import under way are named. */
  get #journalFolder(): string {
    return join(this.#services.environment.dataFolder, "tmp", "import-blobs");
  }

  /** Clears what an earlier process left behind, and keeps looking for imports whose process is gone. */
  async start(): Promise<void> {
    await rm(this.uploadFolder, { recursive: true, force: true });
    await mkdir(this.uploadFolder, { recursive: true });
    await this.#sweepBlobs();
    // This process alone works on the data folder: what says it runs was an earlier one's.
    await this.#endStaleImports(0);
    void this.#followCancels();
    this.#staleCheck = new Rounds(STALE_CHECK_MS, () => this.#endStaleImports(STALE_SECONDS));
  }

  /** Throws {@link TooBusyError} where as many imports wait as may. */
  requireRoom(): void {
    if (this.#waiting.length < WAITING_MAX) return;
    throw new TooBusyError(
      `${this.#waiting.length} imports are already waiting. Start yours when some of them are done. A completed upload is kept.`,
      WAIT_SECONDS,
    );
  }

  enqueue(job: ImportJob): void {
    this.#waiting.push(job);
    this.#cancelled.set(job.importId, new AbortController());
    this.#beat(job.importId, { total: 0, done: 0 });
    this.#working ??= this.#workOff().finally(() => {
      this.#working = null;
    });
  }

  /** Resolves when nothing is waiting or under way. */
  async idle(): Promise<void> {
    await this.#working;
  }

  /** Cuts off what is under way; its row says so. */
  async close(): Promise<void> {
    this.#stop.abort(new Error("the server is stopping"));
    await this.#staleCheck?.stop();
    await this.#working;
  }

  async #workOff(): Promise<void> {
    for (let job = this.#waiting.shift(); job !== undefined; job = this.#waiting.shift()) {
      const { importId } = job;
      const cancelled = this.#cancelled.get(importId)?.signal ?? AbortSignal.abort();
      let keepsUpload = false;
      try {
        await this.#run(job, AbortSignal.any([this.#stop.signal, cancelled]));
      } catch (error) {
        // Of one that was cancelled the row says so already.
        if (!cancelled.aborted)
          await this.#fail(
            importId,
            this.#stop.signal.aborted ? STOPPED : describeFailure(error, importId, this.#services.logger),
          );
        // Where the fault is the server's, or it may be given more to work with, the same upload can be imported again.
        const isArchives = error instanceof ExpectedError || error instanceof FormatError;
        keepsUpload = !cancelled.aborted && (!isArchives || error instanceof TooMuchWorkError);
      } finally {
        await this.#beating.get(importId)?.stop();
        this.#beating.delete(importId);
        this.#cancelled.delete(importId);
        await this.#letGo(job, keepsUpload);
      }
    }
  }

  /** What cannot be removed now, the sweeps of the next start do. */
  async #letGo({ importId, archivePath, uploadId }: ImportJob, keepsUpload: boolean): Promise<void> {
    try {
      if (uploadId === null) await rm(archivePath, { force: true });
      else if (!keepsUpload) await this.#uploads.remove(uploadId);
    } catch (error) {
      this.#services.logger.warn({ err: error, importId }, "the archive of an import that ended stays for now");
    }
  }

  /** Lets go of imports that somebody is about to cancel, wherever they asked. */
  async #followCancels(): Promise<void> {
    const { events } = this.#services;
    const cancels = events.subscribe<Set<string>>(
      ({ channel }) => channel === "import_cancel",
      (importIds, event) => {
        const all = importIds ?? new Set();
        return event.channel === "import_cancel" ? all.add(event.payload.importId) : all;
      },
    );
    this.#stop.signal.addEventListener("abort", () => void cancels.return());
    for await (const importIds of cancels) {
      for (const importId of importIds) this.#abort(importId);
    }
  }

  #abort(importId: string): void {
    this.#cancelled.get(importId)?.abort(new Error("the import was cancelled"));
  }

  async #run(job: ImportJob, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { importId } = job;
    const journalFolder = this.#journalFolder;
    const { maxShapePoints } = this.#services.environment;
    const progress = { total: 0, done: 0 };
    this.#beat(importId, progress);
    let hasLanded = false;
    try {
      await this.#services.work.run(
        IMPORT,
        { job, journalFolder, maxShapePoints },
        { signal, onProgress: (value) => Object.assign(progress, value as ImportProgress) },
      );
      hasLanded = true;
    } finally {
      await (hasLanded ? BlobJournal.forget(journalFolder, importId) : this.#undo(importId));
    }
  }

  /** Does not hide why the import failed; what it could not remove the next start does. */
  async #undo(importId: string): Promise<void> {
    try {
      await BlobJournal.undo(this.#journalFolder, importId, this.#services);
    } catch (error) {
      this.#services.logger.warn({ err: error, importId }, "the files of a failed import stay until the next start");
    }
  }

  async #sweepBlobs(): Promise<void> {
    try {
      const bytesFreed = await BlobJournal.sweep(this.#journalFolder, this.#services);
      const halves = await this.#services.blobs.sweepTemporaryFiles(); // old ones alone: trainers write there too
      if (bytesFreed + halves > 0) {
        this.#services.logger.info({ bytesFreed, halves }, "removed the files of imports that were cut off");
      }
    } catch (error) {
      this.#services.logger.warn({ err: error }, "could not remove the files of imports that were cut off");
    }
  }

  /** From now on the import's row tells these numbers every second, and with them that it lives. */
  #beat(importId: string, progress: { readonly total: number; readonly done: number }): void {
    void this.#beating.get(importId)?.stop();
    // While its rows are written, its own row is locked: the word then waits until they are.
    this.#beating.set(importId, new Rounds(HEARTBEAT_MS, () => this.#tell(importId, progress)));
  }

  async #tell(importId: string, progress: { readonly total: number; readonly done: number }): Promise<void> {
    const { pool, logger } = this.#services;
    try {
      const { rowCount } = await pool.query(PROGRESS_SQL, [importId, progress.total, progress.done]);
      if (rowCount === 1) {
        await notify(pool, "import_event", { importId });
        return;
      }
      const { rows } = await pool.query<{ status: string }>(STATUS_SQL, [importId]);
      // It may just have landed, which its process is about to tell; else somebody ended it while the word of it was lost.
      if (rows[0]?.status !== "SUCCEEDED") this.#abort(importId);
    } catch (error) {
      logger.warn({ err: error, importId }, "an import could not tell its progress");
    }
  }

  async #fail(importId: string, message: string): Promise<void> {
    const { pool, logger } = this.#services;
    try {
      await withRetry(
        () =>
          inTransaction(pool, async (client) => {
            const { rowCount } = await client.query(FAIL_SQL, [importId, message]);
            if (rowCount === 1) await removeLeftOverDataset(client, importId);
            await notify(client, "import_event", { importId });
          }),
        // A stopping server does not wait: the next one finds the import without a heartbeat.
        this.#stop.signal.aborted ? { giveUpAfterMs: 1_000 } : {},
      );
    } catch (error) {
      logger.error({ err: error, importId }, "a failed import could not be marked; it will be taken for cut off");
    }
  }

  async #endStaleImports(staleSeconds: number): Promise<void> {
    try {
      // Those of this process live, also when Postgres was away and could not be told so.
      await inTransaction(this.#services.pool, async (client) => {
        const { rows } = await client.query<{ id: string }>(STALE_SQL, [
          staleSeconds,
          [...this.#beating.keys()],
          STOPPED,
        ]);
        for (const { id } of rows) await removeLeftOverDataset(client, id);
      });
    } catch (error) {
      this.#services.logger.warn({ err: error }, "could not look for imports that were cut off");
    }
  }
}

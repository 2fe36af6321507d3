import { statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { newId } from "@maskyard/store";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { addWithinBound } from "../access/addWithinBound.ts";
import { ForbiddenError, InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import { UploadFiles } from "./UploadFiles.ts";

/** An upload of the person who asks. */
export interface UploadState {
  readonly id: string;
  readonly source: string;
  /** Of the whole. */
  readonly bytes: number;
  /** That have come. */
  readonly received: number;
  readonly expiresAt: Date;
}

export interface NewUpload {
  readonly source: string;
  readonly fingerprint: string;
  readonly bytes: number;
}

const HOUR_MS = 3_600_000;
/** Begun and not ended, of one person. */
const OPEN_MAX = 20;

/** Uploads that come in pieces: rows say whose they are, files how far they came. Nobody but who began one can see it. */
export class UploadStore {
  readonly #services: Services;
  readonly #files: UploadFiles;
  readonly #turns = new Map<string, Promise<void>>();
  #sweeping: NodeJS.Timeout | null = null;

  constructor(services: Services) {
    this.#services = services;
    this.#files = new UploadFiles(join(services.environment.dataFolder, "uploads"));
  }

  /** Removes what expired, now and every hour. */
  async start(): Promise<void> {
    await this.#sweep();
    this.#sweeping = setInterval(() => void this.#sweep(), HOUR_MS);
    this.#sweeping.unref();
  }

  /** Cuts off what is on its way, which goes on with the next start. */
  async close(): Promise<void> {
    if (this.#sweeping !== null) clearInterval(this.#sweeping);
    await this.#files.close();
  }

  path(id: string): string {
    return this.#files.path(id);
  }

  /** The upload the person began before with this fingerprint and length, else a new one. */
  async begin(actor: Actor, { source, fingerprint, bytes }: NewUpload): Promise<UploadState & { isNew: boolean }> {
    const { prisma, environment } = this.#services;
    if (bytes === 0) {
      throw new InvalidInputError("The upload is empty.");
    }
    if (bytes > environment.maxUploadBytes) {
      throw new InvalidInputError(
        `The upload is larger than ${Math.floor(environment.maxUploadBytes / 1024 ** 2)} MiB. Import it in parts.`,
      );
    }
    const key = { authorId: actor.userId, fingerprint, bytes: BigInt(bytes) };
    let row = await prisma.upload.findUnique({ where: { authorId_fingerprint_bytes: key } });
    const isNew = row === null;
    if (row === null) {
      await this.#requireRoom(bytes);
      row = await addWithinBound(prisma, { userId: actor.userId }, async (transaction) => {
        // Begun twice at once, the second is given the first.
        const begun = await transaction.upload.findUnique({ where: { authorId_fingerprint_bytes: key } });
        if (begun !== null) return begun;
        if ((await transaction.upload.count({ where: { authorId: actor.userId } })) >= OPEN_MAX) {
          throw new ForbiddenError(`You have ${OPEN_MAX} unfinished uploads. Finish or cancel one first.`);
        }
        return transaction.upload.create({ data: { ...key, id: newId(), source } });
      });
    }
    await this.#files.create(row.id);
    return { ...(await this.find(actor, row.id)), isNew };
  }

  /** Throws {@link NotFoundError} for another person's upload as for none. */
  async find(actor: Actor, id: string): Promise<UploadState> {
    const row = await this.#services.prisma.upload.findFirst({ where: { id, authorId: actor.userId } });
    const received = row === null ? null : await this.#files.received(id);
    if (row === null || received === null) {
      throw new NotFoundError("There is no such upload. It may have expired. Start a new one.");
    }
    return {
      id,
      source: row.source,
      bytes: Number(row.bytes),
      received,
      expiresAt: new Date(row.touchedAt.getTime() + this.#expiryMs),
    };
  }

  /** Appends a piece; returns how many bytes have come then. Throws OffsetMismatch. */
  async append(upload: UploadState, offset: number, piece: Readable): Promise<number> {
    try {
      return await this.#files.append(upload.id, offset, piece, upload.bytes);
    } finally {
      await this.#services.prisma.upload.updateMany({ where: { id: upload.id }, data: { touchedAt: new Date() } });
    }
  }

  /** Works on an upload that exclude one another, one after the other. */
  async inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const turn = before.then(work);
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#turns.set(id, settled);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(id) === settled) this.#turns.delete(id);
    }
  }

  /** Does nothing when it is gone. */
  async remove(id: string): Promise<void> {
    await this.#services.prisma.upload.deleteMany({ where: { id } });
    await this.#files.remove(id);
  }

  get #expiryMs(): number {
    return this.#services.environment.uploadExpiryHours * HOUR_MS;
  }

  async #requireRoom(bytes: number): Promise<void> {
    await this.#files.list(); // makes the folder
    const { bavail, bsize } = await statfs(this.#files.path(""));
    if (bavail * bsize < bytes) {
      throw Object.assign(new Error(`no room for an upload of ${bytes} bytes`), { code: "ENOSPC" });
    }
  }

  async #sweep(): Promise<void> {
    const { prisma, logger } = this.#services;
    try {
      const expired = await prisma.upload.findMany({
        where: { touchedAt: { lt: new Date(Date.now() - this.#expiryMs) } },
        select: { id: true },
      });
      const atWork = await prisma.import.findMany({
        where: { status: "RUNNING", uploadId: { in: expired.map(({ id }) => id) } },
        select: { uploadId: true },
      });
      const used = new Set(atWork.map(({ uploadId }) => uploadId));
      for (const { id } of expired) {
        if (!used.has(id)) await this.remove(id);
      }
      // Files first: a row that comes after them is then among the rows.
      const files = await this.#files.list();
      const rows = await prisma.upload.findMany({ select: { id: true } });
      const known = new Set(rows.map(({ id }) => id));
      for (const id of files) {
        if (!known.has(id)) await this.#files.remove(id);
      }
    } catch (error) {
      logger.warn({ err: error }, "could not remove uploads that expired");
    }
  }
}

import { rm } from "node:fs/promises";
import type { ReaderOptions } from "@maskyard/annotations";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { ConflictError } from "../errors/expectedErrors.ts";
import type { UploadStore } from "../upload/UploadStore.ts";
import { defineTask } from "../work/defineTask.ts";
import { ArchiveError } from "./archiveErrors.ts";
import type { ImportRunner } from "./ImportRunner.ts";
import { datasetOfTarget, type ImportTarget } from "./importTarget.ts";

/** What a person says of an import. */
export interface ImportRequest {
  readonly target: ImportTarget;
  readonly source: string;
  readonly format: string | null;
  readonly readerOptions: ReaderOptions | null;
  readonly makeSplit: boolean;
}

export interface StartedImport {
  readonly importId: string;
  readonly datasetId: string;
}

const CHECK = defineTask<typeof import("./checkArchiveTask.ts").default>({
  from: import.meta.url,
  module: "checkArchiveTask",
  lane: "quick",
  doing: "Checking the archive",
  advice: "Import it in parts.",
  errors: [ArchiveError],
});

interface Parts {
  readonly services: Services;
  readonly imports: ImportRunner;
  readonly uploads: UploadStore;
}

/** Checks an archive and puts its import into the queue. One that came whole in a request is removed when it is refused. */
export async function startImport(
  { services, imports }: Parts,
  actor: Actor,
  request: ImportRequest,
  archive: { readonly path: string; readonly uploadId: string | null },
  signal: AbortSignal,
): Promise<StartedImport> {
  try {
    imports.requireRoom();
    await services.work.run(CHECK, archive.path, { signal });
    const datasetId = await datasetOfTarget(services, actor, request.target);
    const { source, format, readerOptions, makeSplit } = request;
    const row = await services.prisma.import.create({
      data: {
        datasetId,
        makesDataset: "newName" in request.target,
        source,
        format,
        uploadId: archive.uploadId,
        authorId: actor.userId,
        ...(readerOptions === null ? {} : { readerOptions: { ...readerOptions } }),
      },
    });
    imports.enqueue({
      importId: row.id,
      datasetId,
      authorId: actor.userId,
      archivePath: archive.path,
      uploadId: archive.uploadId,
      format,
      readerOptions,
      makeSplit,
    });
    return { importId: row.id, datasetId };
  } catch (error) {
    if (archive.uploadId === null) await rm(archive.path, { force: true });
    throw error;
  }
}

/**
 * Imports an upload that came in pieces, once: asked again, because an answer was lost, it tells the import that runs or has landed.
 * Throws {@link ConflictError} while bytes are missing.
 */
export function startImportOfUpload(
  parts: Parts,
  actor: Actor,
  request: Omit<ImportRequest, "source">,
  uploadId: string,
  signal: AbortSignal,
): Promise<StartedImport> {
  const { services, uploads } = parts;
  return uploads.inTurn(uploadId, async () => {
    const earlier = await services.prisma.import.findFirst({
      where: { uploadId, authorId: actor.userId, status: { in: ["RUNNING", "SUCCEEDED"] } },
      select: { id: true, datasetId: true },
    });
    if (earlier !== null && earlier.datasetId !== null) {
      return { importId: earlier.id, datasetId: earlier.datasetId };
    }
    const { source, received, bytes } = await uploads.find(actor, uploadId);
    if (received < bytes) {
      throw new ConflictError(`Only ${received} of ${bytes} bytes have been uploaded. Send the rest first.`);
    }
    try {
      return await startImport(
        parts,
        actor,
        { ...request, source },
        { path: uploads.path(uploadId), uploadId },
        signal,
      );
    } catch (error) {
      // An archive that is refused will not get better.
      if (error instanceof ArchiveError) await uploads.remove(uploadId);
      throw error;
    }
  });
}

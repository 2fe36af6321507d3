import { FORMAT_NAMES } from "@maskyard/annotations";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import type { ImportRunner } from "../../domain/import/ImportRunner.ts";
import { findImportTarget } from "../../domain/import/importTarget.ts";
import { readerOptionsOf, readerOptionsQuery } from "../../domain/import/readerOptions.ts";
import { startImport, startImportOfUpload } from "../../domain/import/startImport.ts";
import type { UploadStore } from "../../domain/upload/UploadStore.ts";
import type { Services } from "../../services.ts";
import { requestSignal } from "../files/requestSignal.ts";
import { requireActor } from "../files/requireActor.ts";
import { receiveUpload } from "./receiveUpload.ts";

const querySchema = z.object({
  dataset: z
    .string("Name the dataset: ?dataset=NAME_OR_ID.")
    .trim()
    .min(1, "Name the dataset: ?dataset=NAME_OR_ID.")
    .max(200),
  format: z.enum(FORMAT_NAMES, `The formats that are read: ${FORMAT_NAMES.join(", ")}.`).optional(),
  split: z.enum(["FROM_FILES", "none"], "split is FROM_FILES or none.").default("none"),
  source: z.string().max(500).default("upload.zip"),
  upload: z.uuid("upload is the id of an upload that came whole.").optional(),
  ...readerOptionsQuery,
});

/**
 * `POST /files/imports?dataset=…`: a zip as the body, streamed to disk, checked, and worked off in the background; with `upload=ID`
 * and no body an upload that came in pieces (uploadRoutes). Answers 202 `{importId, datasetId}`; the graph's `importProgress` and
 * `import(id)` tell the rest.
 */
export async function importRoutes(
  fastify: FastifyInstance,
  { services, imports, uploads }: { services: Services; imports: ImportRunner; uploads: UploadStore },
): Promise<void> {
  fastify.removeAllContentTypeParsers();
  // The stream itself; nothing is read before the actor and the dataset are known.
  fastify.addContentTypeParser(["application/zip", "application/octet-stream"], (_request, payload, done) =>
    done(null, payload),
  );

  fastify.post("/files/imports", { bodyLimit: services.environment.maxUploadBytes }, async (request, reply) => {
    const actor = requireActor(request);
    const { dataset, format, split, source, upload, ...said } = parseInput(querySchema, request.query);
    const wanted = {
      target: await findImportTarget(services, actor, dataset),
      format: format ?? null,
      readerOptions: readerOptionsOf(said),
      makeSplit: split === "FROM_FILES",
    };
    const parts = { services, imports, uploads };
    const signal = requestSignal(request);
    const { importId, datasetId } =
      upload === undefined
        ? await startImport(
            parts,
            actor,
            { ...wanted, source },
            { path: await receive(request), uploadId: null },
            signal,
          )
        : await startImportOfUpload(parts, actor, wanted, upload, signal);
    return reply.code(202).send({
      importId: encodeGlobalId("Import", importId),
      datasetId: encodeGlobalId("Dataset", datasetId),
    });
  });

  const receive = (request: FastifyRequest) =>
    receiveUpload(request.raw, imports.uploadFolder, services.environment.maxUploadBytes);
}

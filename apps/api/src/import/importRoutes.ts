import { rm } from "node:fs/promises";
import type { Readable } from "node:stream";
import { FORMAT_NAMES } from "@maskyard/annotations";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { parseInput } from "../errors/parseInput.ts";
import { requireActor } from "../files/requireActor.ts";
import { encodeGlobalId } from "../graph/globalId.ts";
import type { Services } from "../services.ts";
import { Archive } from "./Archive.ts";
import type { ImportRunner } from "./ImportRunner.ts";
import { datasetOfTarget, findImportTarget } from "./importTarget.ts";
import { readerOptionsOf, readerOptionsQuery } from "./readerOptions.ts";
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
  ...readerOptionsQuery,
});

/**
 * `POST /files/imports?dataset=…`: a zip as the body, streamed to disk, checked, and worked off in the background. Answers
 * 202 `{importId, datasetId}`; the graph's `importProgress` and `import(id)` tell the rest.
 */
export async function importRoutes(
  fastify: FastifyInstance,
  { services, imports }: { services: Services; imports: ImportRunner },
): Promise<void> {
  fastify.removeAllContentTypeParsers();
  // The stream itself; nothing is read before the actor and the dataset are known.
  fastify.addContentTypeParser(["application/zip", "application/octet-stream"], (_request, payload, done) =>
    done(null, payload),
  );

  fastify.post("/files/imports", { bodyLimit: services.environment.maxUploadBytes }, async (request, reply) => {
    const actor = requireActor(request);
    const { dataset, format, split, source, ...said } = parseInput(querySchema, request.query);
    const readerOptions = readerOptionsOf(said);
    const target = await findImportTarget(services, actor, dataset);
    const archivePath = await receiveUpload(
      request.body as Readable,
      imports.uploadFolder,
      services.environment.maxUploadBytes,
    );
    try {
      (await Archive.open(archivePath)).close();
      const datasetId = await datasetOfTarget(services, actor, target);
      const row = await services.prisma.import.create({
        data: {
          datasetId,
          source,
          format: format ?? null,
          authorId: actor.userId,
          ...(readerOptions === null ? {} : { readerOptions: { ...readerOptions } }),
        },
      });
      imports.enqueue({
        importId: row.id,
        datasetId,
        authorId: actor.userId,
        archivePath,
        format: format ?? null,
        readerOptions,
        makeSplit: split === "FROM_FILES",
      });
      return reply.code(202).send({
        importId: encodeGlobalId("Import", row.id),
        datasetId: encodeGlobalId("Dataset", datasetId),
      });
    } catch (error) {
      await rm(archivePath, { force: true });
      throw error;
    }
  });
}

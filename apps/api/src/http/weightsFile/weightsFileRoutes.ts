import type { Readable } from "node:stream";
import { deleteUnusedBlobs, recordBlob } from "@maskyard/store";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { looksLikeWeights, weightsHeadBytes } from "../../domain/weightsFile/looksLikeWeights.ts";
import {
  createWeightsFile,
  nameTaken,
  projectForWeights,
  weightsFileName,
} from "../../domain/weightsFile/registerWeightsFile.ts";
import type { Services } from "../../services.ts";
import { limitBytes } from "../files/limitBytes.ts";
import { requireActor, rowId } from "../files/requireActor.ts";

const querySchema = z.object({ name: weightsFileName, project: z.string().max(200).optional() });

/**
 * `POST /files/weights?name=…[&project=ID]`: a weights file as the body, streamed into the blob store. Answers 201
 * `{weightsFileId}`. What is in the file is read by the trainer, which alone can hold it against a model.
 */
export async function weightsFileRoutes(fastify: FastifyInstance, { services }: { services: Services }): Promise<void> {
  fastify.removeAllContentTypeParsers();
  // The stream itself; nothing is read before the actor, the project and the name are known.
  fastify.addContentTypeParser(["application/octet-stream", "application/zip"], (_request, payload, done) =>
    done(null, payload),
  );

  fastify.post("/files/weights", { bodyLimit: services.environment.maxUploadBytes }, async (request, reply) => {
    const actor = requireActor(request);
    const query = parseInput(querySchema, request.query);
    const projectId = await projectForWeights(
      services,
      actor,
      query.project === undefined ? null : rowId(query.project, "Project"),
    );
    const taken = { where: { projectId_name: { projectId, name: query.name } } };
    if ((await services.prisma.weightsFile.findUnique(taken)) !== null) throw nameTaken(query.name);
    const body = limitBytes(request.body as Readable, services.environment.maxUploadBytes, "");
    const blob = await services.blobs.put(checkedHead(body), "application/octet-stream");
    await recordBlob(services.pool, services.blobs, blob);
    try {
      const file = await createWeightsFile(services, actor, { projectId, name: query.name, blob });
      return reply.code(201).send({ weightsFileId: encodeGlobalId("WeightsFile", file.id) });
    } catch (error) {
      await deleteUnusedBlobs(services.pool, services.blobs, [blob.sha256]);
      throw error;
    }
  });
}

/** Refuses a photograph or an archive of images at its first bytes, before hundreds of MiB are sent and stored. */
async function* checkedHead(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of body) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < weightsHeadBytes) continue;
    requireWeights(head);
    yield head;
    head = null;
  }
  if (head === null) return;
  requireWeights(head);
  yield head;
}

function requireWeights(head: Buffer): void {
  if (looksLikeWeights(head)) return;
  throw new InvalidInputError(
    "This is no weights file: it is neither safetensors nor written by torch.save. Upload a .safetensors or .pth file.",
    "name",
  );
}

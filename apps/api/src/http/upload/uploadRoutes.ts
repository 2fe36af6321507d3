import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { InvalidInputError, NotFoundError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { findImportTarget } from "../../domain/import/importTarget.ts";
import { OffsetMismatch } from "../../domain/upload/UploadFiles.ts";
import type { UploadState, UploadStore } from "../../domain/upload/UploadStore.ts";
import type { Services } from "../../services.ts";
import { requireActor } from "../files/requireActor.ts";

const TUS_VERSION = "1.0.0";
const PIECE_TYPE = "application/offset+octet-stream";

const beginSchema = z.object({
  dataset: z.string("Name the dataset: ?dataset=NAME_OR_ID.").trim().min(1).max(200),
  source: z.string().max(500).default("upload.zip"),
  fingerprint: z.string("Name the file: ?fingerprint=…, the same when it is sent again.").min(1).max(500),
});

interface OfUpload {
  Params: { uploadId: string };
}

/**
 * Uploads that go on where they were cut off, by the tus protocol 1.0 (https://tus.io/protocols/resumable-upload; core, creation,
 * termination, expiration). `POST /files/uploads?dataset=&source=&fingerprint=` begins one, or finds what the same person began with
 * the same fingerprint and length. `POST /files/imports?upload=ID` imports a finished one.
 */
export async function uploadRoutes(
  fastify: FastifyInstance,
  { services, uploads }: { services: Services; uploads: UploadStore },
): Promise<void> {
  fastify.removeAllContentTypeParsers();
  // The stream itself; nothing is read before the actor and the upload are known.
  fastify.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  fastify.addHook("onSend", async (_request, reply) => {
    void reply.header("tus-resumable", TUS_VERSION).header("cache-control", "no-store");
  });

  const findUpload = async (request: FastifyRequest<OfUpload>): Promise<UploadState> => {
    const actor = requireActor(request);
    if (!z.uuid().safeParse(request.params.uploadId).success) throw new NotFoundError("There is no such upload.");
    return uploads.find(actor, request.params.uploadId);
  };

  fastify.post("/files/uploads", async (request, reply) => {
    const actor = requireActor(request);
    const { dataset, ...said } = parseInput(beginSchema, request.query);
    await findImportTarget(services, actor, dataset); // refuses before the upload and not after it
    requireVersion(request);
    const upload = await uploads.begin(actor, { ...said, bytes: wholeNumber(request, "upload-length") });
    describe(reply, upload).header("location", `/files/uploads/${upload.id}`);
    return reply.code(upload.isNew ? 201 : 200).send();
  });

  fastify.head<OfUpload>("/files/uploads/:uploadId", async (request, reply) => {
    describe(reply, await findUpload(request));
    return reply.code(200).send();
  });

  fastify.patch<OfUpload>(
    "/files/uploads/:uploadId",
    { bodyLimit: services.environment.maxUploadBytes },
    async (request, reply) => {
      const upload = await findUpload(request);
      requireVersion(request);
      if (request.headers["content-type"] !== PIECE_TYPE) {
        throw new InvalidInputError(`A piece of an upload is sent as ${PIECE_TYPE}.`);
      }
      try {
        const received = await uploads.append(upload, wholeNumber(request, "upload-offset"), request.raw);
        return describe(reply, { ...upload, received })
          .code(204)
          .send();
      } catch (error) {
        if (!(error instanceof OffsetMismatch)) throw error;
        const message = `${error.received} bytes have come; send what follows them.`;
        return describe(reply, { ...upload, received: error.received })
          .code(409)
          .send({ error: { code: "CONFLICT", message } });
      }
    },
  );

  fastify.delete<OfUpload>("/files/uploads/:uploadId", async (request, reply) => {
    const { id } = await findUpload(request);
    await uploads.remove(id);
    return reply.code(204).send();
  });
}

function describe(reply: FastifyReply, { bytes, received, expiresAt }: UploadState): FastifyReply {
  return reply
    .header("upload-length", bytes)
    .header("upload-offset", received)
    .header("upload-expires", expiresAt.toUTCString());
}

function requireVersion(request: FastifyRequest): void {
  if (request.headers["tus-resumable"] !== TUS_VERSION) {
    throw new InvalidInputError(`Uploads are sent by the tus protocol: set Tus-Resumable: ${TUS_VERSION}.`);
  }
}

function wholeNumber(request: FastifyRequest, header: string): number {
  const value = String(request.headers[header] ?? "");
  if (!/^\d{1,15}$/.test(value)) {
    throw new InvalidInputError(`${header} is a number of bytes.`);
  }
  return Number(value);
}

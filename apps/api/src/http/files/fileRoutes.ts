import { createReadStream } from "node:fs";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { memberOf } from "../../domain/access/memberOf.ts";
import { NotFoundError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { DISPLAY_SIDE_PX } from "../../domain/image/displayPath.ts";
import { ThumbnailStore } from "../../domain/image/ThumbnailStore.ts";
import { thumbnailSidePx } from "../../domain/image/thumbnailSidePx.ts";
import type { Services } from "../../services.ts";
import { isKeptByClient, sendFileHeaders } from "./fileHeaders.ts";
import { requireActor, rowId } from "./requireActor.ts";

const SIDE = "side is a number of pixels, from 1 to 10,000.";
const thumbnailQuery = z.object({
  side: z
    .string(SIDE)
    .regex(/^\d{1,5}$/, SIDE)
    .transform(Number)
    .pipe(z.number().min(1, SIDE).max(10_000, SIDE))
    .default(320),
});

/** Images, their thumbnails, what browsers show of them, and checkpoints, for members of their project. */
export async function fileRoutes(fastify: FastifyInstance, { services }: { services: Services }): Promise<void> {
  const thumbnails = new ThumbnailStore(services.environment.dataFolder, services.blobs);

  const findImage = async (globalId: string, userId: string) => {
    const image = await services.prisma.image.findFirst({
      where: { id: rowId(globalId, "Image"), dataset: { project: { members: { some: { userId } } } } },
      select: { blobSha256: true, blob: { select: { bytes: true, mediaType: true } } },
    });
    if (image === null) {
      throw new NotFoundError("There is no such image.");
    }
    return image;
  };

  const sendDerived = async (request: FastifyRequest, reply: FastifyReply, blobSha256: string, sidePx: number) => {
    const etag = `${blobSha256}-${sidePx}`;
    if (isKeptByClient(request.headers["if-none-match"], etag)) {
      sendFileHeaders(reply, { mediaType: "image/webp", etag });
      return reply.code(304).send();
    }
    const derived = await thumbnails.find(blobSha256, sidePx);
    sendFileHeaders(reply, { mediaType: "image/webp", etag, bytes: derived.bytes });
    return reply.send(createReadStream(derived.path));
  };

  fastify.get<{ Params: { imageId: string } }>("/files/images/:imageId", async (request, reply) => {
    const actor = requireActor(request);
    const image = await findImage(request.params.imageId, actor.userId);
    sendFileHeaders(reply, { mediaType: image.blob.mediaType, etag: image.blobSha256 });
    if (isKeptByClient(request.headers["if-none-match"], image.blobSha256)) {
      return reply.code(304).send();
    }
    const stream = await services.blobs.open(image.blobSha256);
    return reply.header("content-length", Number(image.blob.bytes)).send(stream);
  });

  fastify.get<{ Params: { imageId: string } }>("/files/images/:imageId/thumbnail", async (request, reply) => {
    const actor = requireActor(request);
    const { side } = parseInput(thumbnailQuery, request.query);
    const { blobSha256 } = await findImage(request.params.imageId, actor.userId);
    return sendDerived(request, reply, blobSha256, thumbnailSidePx(side));
  });

  fastify.get<{ Params: { imageId: string } }>("/files/images/:imageId/display", async (request, reply) => {
    const actor = requireActor(request);
    const { blobSha256 } = await findImage(request.params.imageId, actor.userId);
    return sendDerived(request, reply, blobSha256, DISPLAY_SIDE_PX);
  });

  fastify.get<{ Params: { checkpointId: string } }>("/files/checkpoints/:checkpointId", async (request, reply) => {
    const actor = requireActor(request);
    const checkpoint = await services.prisma.checkpoint.findFirst({
      where: { id: rowId(request.params.checkpointId, "Checkpoint"), run: { project: memberOf(actor) } },
      select: { blobSha256: true, bytes: true, step: true, run: { select: { number: true } } },
    });
    if (checkpoint === null) {
      throw new NotFoundError("There is no such checkpoint.");
    }
    sendFileHeaders(reply, {
      mediaType: "application/octet-stream",
      etag: checkpoint.blobSha256,
      downloadName: `run-${checkpoint.run.number}-step-${checkpoint.step}.safetensors`,
    });
    if (isKeptByClient(request.headers["if-none-match"], checkpoint.blobSha256)) {
      return reply.code(304).send();
    }
    const stream = await services.blobs.open(checkpoint.blobSha256);
    return reply.header("content-length", Number(checkpoint.bytes)).send(stream);
  });
}

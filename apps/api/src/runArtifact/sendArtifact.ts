import { basename } from "node:path/posix";
import type { FastifyReply, FastifyRequest } from "fastify";
import { memberOf } from "../access/memberOf.ts";
import { NotFoundError } from "../errors/expectedErrors.ts";
import { isKeptByClient, sendFileHeaders } from "../files/fileHeaders.ts";
import { requireActor } from "../files/requireActor.ts";
import type { Services } from "../services.ts";

/** Sends an artifact to a member of its run's project, to be saved: never under the type that its name suggests, nor to be shown as a page. */
export async function sendArtifact(
  services: Services,
  wanted: { readonly id: string } | { readonly runId: string; readonly path: string },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const artifact = await services.prisma.runArtifact.findFirst({
    where: { ...wanted, run: { project: memberOf(requireActor(request)) } },
  });
  if (artifact === null) throw new NotFoundError("There is no such artifact.");
  sendFileHeaders(reply, {
    mediaType: "application/octet-stream",
    etag: artifact.blobSha256,
    changes: true,
    downloadName: downloadName(artifact.path),
  });
  if (isKeptByClient(request.headers["if-none-match"], artifact.blobSha256)) return reply.code(304).send();
  const stream = await services.blobs.open(artifact.blobSha256);
  return reply.header("content-length", Number(artifact.bytes)).send(stream);
}

function downloadName(path: string): string {
  return (
    basename(path)
      .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
      .replace(/^[.-]+/, "") || "artifact"
  );
}

import { basename } from "node:path/posix";
import type { FastifyReply, FastifyRequest } from "fastify";
import { memberOf } from "../../domain/access/memberOf.ts";
import { NotFoundError } from "../../domain/errors/expectedErrors.ts";
import type { VersionFile } from "../../domain/registeredModel/versionContents.ts";
import { versionFiles } from "../../domain/registeredModel/versionFiles.ts";
import type { Services } from "../../services.ts";
import { isKeptByClient, sendFileHeaders } from "../files/fileHeaders.ts";
import { requireActor } from "../files/requireActor.ts";

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
  const { path, blobSha256, bytes } = artifact;
  return sendFile(services, { path, sha256: blobSha256, bytes: Number(bytes) }, request, reply);
}

/** The same of a file of a registered version, as it was when that was registered. */
export async function sendVersionFile(
  services: Services,
  { versionId, path }: { readonly versionId: string; readonly path: string },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const where = { id: versionId, model: { project: memberOf(requireActor(request)) } };
  const isSeen = (await services.prisma.modelVersion.count({ where })) === 1;
  const file = isSeen ? (await versionFiles(services, versionId)).find((one) => one.path === path) : undefined;
  if (file === undefined) throw new NotFoundError("There is no such artifact.");
  return sendFile(services, file, request, reply);
}

async function sendFile(
  services: Services,
  { path, sha256, bytes }: VersionFile,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  sendFileHeaders(reply, {
    mediaType: "application/octet-stream",
    etag: sha256,
    changes: true,
    downloadName: downloadName(path),
  });
  if (isKeptByClient(request.headers["if-none-match"], sha256)) return reply.code(304).send();
  const stream = await services.blobs.open(sha256);
  return reply.header("content-length", bytes).send(stream);
}

function downloadName(path: string): string {
  return (
    basename(path)
      .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
      .replace(/^[.-]+/, "") || "artifact"
  );
}

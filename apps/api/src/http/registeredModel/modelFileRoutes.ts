import { extname } from "node:path/posix";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { findModelVersion } from "../../domain/registeredModel/findModelVersion.ts";
import type { VersionFile } from "../../domain/registeredModel/versionContents.ts";
import { versionFiles } from "../../domain/registeredModel/versionFiles.ts";
import { zipOfFiles } from "../../domain/registeredModel/zipOfFiles.ts";
import type { Services } from "../../services.ts";
import { isKeptByClient, sendFileHeaders } from "../files/fileHeaders.ts";
import { requireActor, rowId } from "../files/requireActor.ts";

const querySchema = z.object({ project: z.string().max(200).optional() });

/**
 * `GET /files/models/NAME/ALIAS_OR_VERSION[?project=ID]`: the weights, the only file or a zip of all, with the version's number in `x-model-version`. A
 * client asks anew each time, since an alias moves; bytes that it has already are not sent again.
 */
export async function modelFileRoutes(fastify: FastifyInstance, { services }: { services: Services }): Promise<void> {
  fastify.get<{ Params: { modelName: string; reference: string } }>(
    "/files/models/:modelName/:reference",
    async (request, reply) => {
      const actor = requireActor(request);
      const { project } = parseInput(querySchema, request.query);
      const version = await findModelVersion(services, actor, {
        name: request.params.modelName,
        reference: request.params.reference,
        projectId: project === undefined ? undefined : rowId(project, "Project"),
      });
      const files = await versionFiles(services, version.id);
      const [only] = files.length === 1 ? files : [];
      sendFileHeaders(reply, {
        mediaType: only ? "application/octet-stream" : "application/zip",
        etag: version.contentSha256,
        changes: true,
        downloadName: `${fileNameOf(version.model.name)}-v${version.number}${extensionOf(only)}`,
      });
      void reply.header("x-model-version", version.number);
      if (isKeptByClient(request.headers["if-none-match"], version.contentSha256)) {
        return reply.code(304).send();
      }
      if (!only) return reply.send(zipOfFiles(services.blobs, files));
      const stream = await services.blobs.open(only.sha256);
      return reply.header("content-length", only.bytes).send(stream);
    },
  );
}

function extensionOf(only: VersionFile | undefined): string {
  return only ? extname(only.path).replaceAll(/[^A-Za-z0-9.]+/g, "") : ".zip";
}

/** What of a model's name can stand in a header and in a file's name anywhere. */
function fileNameOf(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "") || "model";
}

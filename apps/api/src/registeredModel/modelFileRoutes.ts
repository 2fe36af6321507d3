import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { parseInput } from "../errors/parseInput.ts";
import { isKeptByClient, sendFileHeaders } from "../files/fileHeaders.ts";
import { requireActor, rowId } from "../files/requireActor.ts";
import type { Services } from "../services.ts";
import { findModelVersion } from "./findModelVersion.ts";

const querySchema = z.object({ project: z.string().max(200).optional() });

/**
 * `GET /files/models/NAME/ALIAS_OR_VERSION[?project=ID]`: the weights, with the version's number in `x-model-version`. A client asks
 * anew each time, since an alias moves; bytes that it has already are not sent again.
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
      sendFileHeaders(reply, {
        mediaType: "application/octet-stream",
        etag: version.blobSha256,
        changes: true,
        downloadName: `${fileNameOf(version.model.name)}-v${version.number}.safetensors`,
      });
      void reply.header("x-model-version", version.number);
      if (isKeptByClient(request.headers["if-none-match"], version.blobSha256)) {
        return reply.code(304).send();
      }
      const stream = await services.blobs.open(version.blobSha256);
      return reply.header("content-length", Number(version.bytes)).send(stream);
    },
  );
}

/** What of a model's name can stand in a header and in a file's name anywhere. */
function fileNameOf(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "") || "model";
}

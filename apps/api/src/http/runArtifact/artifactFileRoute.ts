import type { FastifyInstance } from "fastify";
import type { Services } from "../../services.ts";
import { requireActor, rowId } from "../files/requireActor.ts";
import { sendArtifact } from "./sendArtifact.ts";

/** `GET /files/artifacts/ID`: an artifact by its id in the graph. */
export async function artifactFileRoute(fastify: FastifyInstance, { services }: { services: Services }): Promise<void> {
  fastify.get<{ Params: { artifactId: string } }>("/files/artifacts/:artifactId", async (request, reply) => {
    requireActor(request);
    return sendArtifact(services, { id: rowId(request.params.artifactId, "RunArtifact") }, request, reply);
  });
}

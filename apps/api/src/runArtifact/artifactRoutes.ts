import { Readable } from "node:stream";
import { deleteUnusedBlobs, recordBlob } from "@maskyard/store";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Actor } from "../access/actor.ts";
import { memberOf } from "../access/memberOf.ts";
import { NotFoundError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { limitBytes } from "../files/limitBytes.ts";
import { requireActor } from "../files/requireActor.ts";
import { rowIdOf } from "../mlflow/ids.ts";
import { answerMlflowError } from "../mlflow/mlflowErrors.ts";
import { requireExternalRun } from "../run/requireExternalRun.ts";
import type { Services } from "../services.ts";
import { artifactPath } from "./artifactPath.ts";
import { listArtifacts } from "./listArtifacts.ts";
import { sendArtifact } from "./sendArtifact.ts";
import { deleteArtifacts, storeArtifact } from "./storeArtifact.ts";

const PROXY = "/api/2.0/mlflow-artifacts/artifacts";

interface Place {
  readonly runId: string;
  /** "" of the run's whole folder. */
  readonly path: string;
}

/**
 * MLflow's artifact proxy over our blob store, for its unchanged clients. They ask for
 * `EXPERIMENT/RUN/artifacts/PATH`, which is what a run's `artifact_uri` says.
 * https://github.com/mlflow/mlflow/blob/v3.4.0/mlflow/store/artifact/http_artifact_repo.py
 */
export async function artifactRoutes(fastify: FastifyInstance, { services }: { services: Services }): Promise<void> {
  fastify.setErrorHandler(answerMlflowError);
  fastify.removeAllContentTypeParsers();
  // The stream itself, of any type; nothing is read before the actor and the run are known.
  fastify.addContentTypeParser("*", (_request, payload, done) => done(null, payload));

  fastify.put<{ Params: { "*": string } }>(
    `${PROXY}/*`,
    { bodyLimit: services.environment.maxArtifactBytes },
    async (request) => {
      const actor = requireActor(request);
      const place = placeOf(request.params["*"]);
      const path = parseInput(artifactPath, place.path);
      await requireExternalRun(services, actor, place.runId);
      const body = (request.body as Readable | undefined) ?? Readable.from([]);
      const advice = "Log it in parts, or have the server's MASKYARD_MAX_ARTIFACT_BYTES raised.";
      const blob = await services.blobs.put(
        limitBytes(body, services.environment.maxArtifactBytes, advice),
        "application/octet-stream",
      );
      await recordBlob(services.pool, blob);
      try {
        await storeArtifact(services, { runId: place.runId, path, blob });
      } catch (error) {
        await deleteUnusedBlobs(services.pool, services.blobs, [blob.sha256]);
        throw error;
      }
      return {};
    },
  );

  fastify.get<{ Params: { "*": string } }>(`${PROXY}/*`, async (request, reply) => {
    requireActor(request);
    return sendArtifact(services, placeOf(request.params["*"]), request, reply);
  });

  fastify.get(PROXY, async (request) => {
    const actor = requireActor(request);
    const { path } = parseInput(z.object({ path: z.string().max(2_000).default("") }), request.query);
    const place = placeOf(path);
    await requireSeenRun(services, actor, place.runId);
    if (place.path !== "") parseInput(artifactPath, place.path);
    const files = await listArtifacts(services, place.runId, place.path);
    return { files: files.map(presentListed) };
  });

  fastify.delete<{ Params: { "*": string } }>(`${PROXY}/*`, async (request) => {
    const actor = requireActor(request);
    const place = placeOf(request.params["*"]);
    if (place.path !== "") parseInput(artifactPath, place.path);
    await requireExternalRun(services, actor, place.runId);
    await deleteArtifacts(services, place.runId, place.path);
    return {};
  });

  fastify.all("/api/2.0/mlflow-artifacts/*", async (request) => {
    requireActor(request);
    throw new NotFoundError("Maskyard takes artifacts whole: it does not have this part of MLflow's artifact API.");
  });
}

/** As MLflow's clients read a file or folder of a list. */
export function presentListed({ name, isFolder, bytes }: Awaited<ReturnType<typeof listArtifacts>>[number]): object {
  return { path: name, is_dir: isFolder, ...(bytes === null ? {} : { file_size: bytes }) };
}

/** `EXPERIMENT/RUN/artifacts[/PATH]`. Throws {@link NotFoundError} for anything else. */
function placeOf(address: string): Place {
  const [, runId, path] = /^[^/]+\/([^/]+)\/artifacts(?:\/(.*))?$/.exec(address) ?? [];
  if (runId === undefined) {
    throw new NotFoundError("Artifacts lie at EXPERIMENT/RUN/artifacts, as the run's artifact_uri says.");
  }
  return { runId: rowIdOf(runId, "run"), path: path ?? "" };
}

async function requireSeenRun(services: Services, actor: Actor, runId: string): Promise<void> {
  const run = await services.prisma.run.findFirst({ where: { id: runId, project: memberOf(actor) } });
  if (run === null) throw new NotFoundError("There is no such run.");
}

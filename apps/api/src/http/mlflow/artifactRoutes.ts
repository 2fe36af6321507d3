import { Readable } from "node:stream";
import { deleteUnusedBlobs, recordBlob } from "@maskyard/store";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Actor } from "../../domain/access/actor.ts";
import { memberOf } from "../../domain/access/memberOf.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { artifactPath } from "../../domain/path/artifactPath.ts";
import { requireExternalRun } from "../../domain/run/requireExternalRun.ts";
import { type ArtifactsOf, listArtifacts } from "../../domain/runArtifact/listArtifacts.ts";
import { deleteArtifacts, storeArtifact } from "../../domain/runArtifact/storeArtifact.ts";
import type { Services } from "../../services.ts";
import { limitBytes } from "../files/limitBytes.ts";
import { requireActor } from "../files/requireActor.ts";
import { sendArtifact, sendVersionFile } from "../runArtifact/sendArtifact.ts";
import { rowIdOf } from "./ids.ts";
import { answerMlflowError, NotServedError } from "./mlflowErrors.ts";

const PROXY = "/api/2.0/mlflow-artifacts/artifacts";

interface Place {
  readonly of: ArtifactsOf;
  /** "" of the whole folder. */
  readonly path: string;
}

/** In an address, in place of an experiment: what follows is a version of a registered model. */
const VERSIONS = "model-versions";

/**
 * MLflow's artifact proxy over our blob store, for its unchanged clients. They ask for
 * `EXPERIMENT/RUN/artifacts/PATH`, which is what a run's `artifact_uri` says, and for `model-versions/VERSION/artifacts/PATH` of a registered version.
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
      const runId = writtenRun(place);
      const path = parseInput(artifactPath, place.path);
      await requireExternalRun(services, actor, runId);
      const body = (request.body as Readable | undefined) ?? Readable.from([]);
      const advice = "Log it in parts, or have the server's MASKYARD_MAX_ARTIFACT_BYTES raised.";
      const blob = await services.blobs.put(
        limitBytes(body, services.environment.maxArtifactBytes, advice),
        "application/octet-stream",
      );
      await recordBlob(services.pool, services.blobs, blob);
      try {
        await storeArtifact(services, { runId, path, blob });
      } catch (error) {
        await deleteUnusedBlobs(services.pool, services.blobs, [blob.sha256]);
        throw error;
      }
      return {};
    },
  );

  fastify.get<{ Params: { "*": string } }>(`${PROXY}/*`, async (request, reply) => {
    requireActor(request);
    const { of, path } = placeOf(request.params["*"]);
    return "runId" in of
      ? sendArtifact(services, { runId: of.runId, path }, request, reply)
      : sendVersionFile(services, { versionId: of.versionId, path }, request, reply);
  });

  fastify.get(PROXY, async (request) => {
    const actor = requireActor(request);
    const { path } = parseInput(z.object({ path: z.string().max(2_000).default("") }), request.query);
    const place = placeOf(path);
    await requireSeen(services, actor, place.of);
    if (place.path !== "") parseInput(artifactPath, place.path);
    const files = await listArtifacts(services, place.of, place.path);
    return { files: files.map(presentListed) };
  });

  fastify.delete<{ Params: { "*": string } }>(`${PROXY}/*`, async (request) => {
    const actor = requireActor(request);
    const place = placeOf(request.params["*"]);
    const runId = writtenRun(place);
    if (place.path !== "") parseInput(artifactPath, place.path);
    await requireExternalRun(services, actor, runId);
    await deleteArtifacts(services, runId, place.path);
    return {};
  });

  fastify.all("/api/2.0/mlflow-artifacts/*", async (request) => {
    requireActor(request);
    // The client that asks for uploads in parts reads this beginning, and sends the file whole.
    const whole = "Multipart upload is not supported for the current artifact repository: files are taken whole.";
    throw request.url.includes("/mpu/") ? new InvalidInputError(whole) : new NotServedError(request, whole);
  });
}

/** As MLflow's clients read a file or folder of a list. */
export function presentListed({ name, isFolder, bytes }: Awaited<ReturnType<typeof listArtifacts>>[number]): object {
  return { path: name, is_dir: isFolder, ...(bytes === null ? {} : { file_size: bytes }) };
}

/** `EXPERIMENT/RUN/artifacts[/PATH]` or `model-versions/VERSION/artifacts[/PATH]`. Throws {@link NotFoundError} for anything else. */
function placeOf(address: string): Place {
  const [, first, id, path = ""] = /^([^/]+)\/([^/]+)\/artifacts(?:\/(.*))?$/.exec(address) ?? [];
  if (id === undefined) {
    throw new NotFoundError("Artifacts lie at EXPERIMENT/RUN/artifacts, as the run's artifact_uri says.");
  }
  const of = first === VERSIONS ? { versionId: rowIdOf(id, "model version") } : { runId: rowIdOf(id, "run") };
  return { of, path };
}

/** The run whose artifacts are to be changed. */
function writtenRun({ of }: Place): string {
  if ("runId" in of) return of.runId;
  throw new ConflictError("A version's files never change; log others to a run and register them as the next version.");
}

async function requireSeen({ prisma }: Services, actor: Actor, of: ArtifactsOf): Promise<void> {
  const project = memberOf(actor);
  const count =
    "runId" in of
      ? await prisma.run.count({ where: { id: of.runId, project } })
      : await prisma.modelVersion.count({ where: { id: of.versionId, model: { project } } });
  if (count === 0) throw new NotFoundError("There is no such run or version.");
}

import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { requireLoggedModel } from "../../domain/loggedModel/requireLoggedModel.ts";
import type { Call } from "./endpoint.ts";
import { rowIdOf } from "./ids.ts";
import { rowIdOfModel } from "./presentLoggedModel.ts";
import { readRun } from "./runEndpoints.ts";

/** What of which run a version is to be made of. */
export interface NamedSource {
  readonly runId: string;
  readonly projectId: string;
  readonly artifactPath: string;
}

/**
 * Reads `models:/m-…`, `runs:/RUN/PATH` and `mlflow-artifacts:/EXPERIMENT/RUN/artifacts/PATH`. Throws {@link InvalidInputError} for anything else, such as
 * files that lie elsewhere.
 */
export async function namedSource(call: Call, source: string, modelId: string): Promise<NamedSource> {
  const logged = modelId || (/^models:\/(m-[0-9a-f]{32})$/.exec(source)?.[1] ?? "");
  if (logged !== "") return ofLoggedModel(call, logged);
  const proxied = /^mlflow-artifacts:(?:\/\/[^/]*)?\/[^/]+\/([0-9a-fA-F-]{32,36})\/artifacts\/(.+?)\/*$/.exec(source);
  if (proxied?.[1] && proxied[2]) return ofRun(call, proxied[1], proxied[2]);
  const named = /^runs:\/([0-9a-fA-F-]{32,36})\/(.+?)\/*$/.exec(source);
  if (named?.[1] && named[2]) return ofRun(call, named[1], named[2]);
  throw new InvalidInputError(
    `A version is made of what a run logged here: models:/m-…, runs:/RUN/PATH or a run's artifact_uri with a path, not of ${JSON.stringify(source.slice(0, 200))}.`,
    "source",
  );
}

async function ofLoggedModel(call: Call, modelId: string): Promise<NamedSource> {
  const model = await requireLoggedModel(call.services, call.actor, rowIdOfModel(modelId), "EDITOR");
  const { projectId } = await readRun(call, model.runId);
  return { runId: model.runId, projectId, artifactPath: model.path };
}

/** A path of a run's artifacts, or else the name of the model that the run logged last under it. */
async function ofRun(call: Call, runText: string, path: string): Promise<NamedSource> {
  const { prisma } = call.services;
  const { id: runId, projectId } = await readRun(call, rowIdOf(runText, "run"));
  const isThere = await prisma.runArtifact.count({
    where: { runId, OR: [{ path }, { path: { startsWith: `${path}/` } }] },
  });
  if (isThere > 0) return { runId, projectId, artifactPath: path };
  const model = await prisma.loggedModel.findFirst({ where: { runId, name: path }, orderBy: { id: "desc" } });
  return { runId, projectId, artifactPath: model?.path ?? path };
}

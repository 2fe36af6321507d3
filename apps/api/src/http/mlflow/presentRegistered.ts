import type { PresentedRegistered, PresentedVersion } from "./findRegistered.ts";
import { mlflowId } from "./ids.ts";
import { pairsOf } from "./presentLoggedModel.ts";
import { artifactUri, loggedModelId } from "./presentRun.ts";

/** Where the client's artifact proxy finds a version's files: those it had when it was registered. */
export function versionUri(version: Pick<PresentedVersion, "id">): string {
  return `mlflow-artifacts:/model-versions/${mlflowId(version.id)}/artifacts`;
}

/** A registered model as MLflow's clients read it. Stages are not here, so its newest version stands for all of them. */
export function presentRegistered(model: PresentedRegistered): object {
  const newest = newestVersion(model);
  return {
    name: model.name,
    creation_timestamp: model.createdAt.getTime(),
    last_updated_timestamp: (model.versions[0]?.createdAt ?? model.createdAt).getTime(),
    user_id: model.createdBy?.email ?? "",
    description: model.description,
    latest_versions: newest === undefined ? [] : [presentVersion(model, newest)],
    tags: pairsOf(model.attributes),
    aliases: model.aliases.map(({ name, versionId }) => ({
      alias: name,
      version: String(model.versions.find(({ id }) => id === versionId)?.number ?? ""),
    })),
  };
}

/** The newest that is not archived. */
export function newestVersion(model: PresentedRegistered): PresentedVersion | undefined {
  return model.versions.find(({ archivedAt }) => archivedAt === null);
}

export function presentVersion(model: PresentedRegistered, version: PresentedVersion): object {
  return {
    name: model.name,
    version: String(version.number),
    creation_timestamp: version.createdAt.getTime(),
    last_updated_timestamp: version.createdAt.getTime(),
    user_id: version.createdBy?.email ?? "",
    current_stage: "None",
    description: version.notes,
    source: sourceOf(version),
    run_id: mlflowId(version.runId),
    status: "READY",
    tags: pairsOf(version.attributes),
    aliases: model.aliases.filter(({ versionId }) => versionId === version.id).map(({ name }) => name),
    ...(version.loggedModelId === null ? {} : { model_id: loggedModelId(version.loggedModelId) }),
  };
}

/** What it was made of. */
export function sourceOf(version: PresentedVersion): string {
  if (version.loggedModelId !== null) return `models:/${loggedModelId(version.loggedModelId)}`;
  if (version.artifactPath !== null) return `${artifactUri(version.run)}/${version.artifactPath}`;
  return versionUri(version);
}

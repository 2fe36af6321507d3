import { CliError } from "../errors/CliError.ts";
import { findCheckpointId } from "./findCheckpoint.ts";
import { findModelVersion } from "./findModelVersion.ts";
import type { GraphClient } from "./GraphClient.ts";
import { globalIdType } from "./globalIdType.ts";
import { graphql } from "./graphql.ts";

const WEIGHTS = graphql`query WeightsToStartFrom($datasetId: ID) { weightsFiles(datasetId: $datasetId) { id name } }`;

/** As launchRun's input takes them. */
export type InitialWeights =
  | { readonly initialCheckpointId: string }
  | { readonly initialModelVersionId: string }
  | { readonly initialWeightsFileId: string };

/**
 * What `--initial-weights` means: `run:RUN` a run's best checkpoint (the newest when none was evaluated), `checkpoint:ID`,
 * `model:NAME@ALIAS` (or a version's number) of a registered model, or a weights file by its name or id.
 */
export async function findInitialWeights(
  client: GraphClient,
  reference: string,
  datasetId: string | null,
): Promise<InitialWeights> {
  const [, kind, named] = /^(run|checkpoint|model):(.+)$/.exec(reference) ?? [];
  if (kind === "checkpoint" && named !== undefined) return { initialCheckpointId: named };
  if (kind === "run" && named !== undefined) return { initialCheckpointId: await findCheckpointId(client, named) };
  if (kind === "model" && named !== undefined) {
    const { version } = await findModelVersion(client, named);
    return { initialModelVersionId: version.id };
  }
  return { initialWeightsFileId: await findWeightsFileId(client, reference, datasetId) };
}

/** A weights file by its id or name, among those that runs on the dataset can start from. */
export async function findWeightsFileId(
  client: GraphClient,
  idOrName: string,
  datasetId: string | null,
): Promise<string> {
  if (globalIdType(idOrName) === "WeightsFile") return idOrName;
  const { weightsFiles } = await client.request<{ weightsFiles: { id: string; name: string }[] }>(WEIGHTS, {
    datasetId,
  });
  const matches = weightsFiles.filter(({ name }) => name === idOrName);
  const [first, second] = matches;
  if (second)
    throw new CliError("AMBIGUOUS", `More than one project has weights ${JSON.stringify(idOrName)}. Give the id.`);
  if (first) return first.id;
  const names = weightsFiles.map(({ name }) => name).join(", ");
  throw new CliError(
    "NOT_FOUND",
    `There are no weights ${JSON.stringify(idOrName)}. ${names ? `Available: ${names}` : "Upload some with maskyard weights upload"}, or use a run's checkpoint with run:RUN.`,
  );
}

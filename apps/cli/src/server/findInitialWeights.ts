import { CliError } from "../errors/CliError.ts";
import { findRunId } from "./findRun.ts";
import type { GraphClient } from "./GraphClient.ts";
import { globalIdType } from "./globalIdType.ts";
import { graphql } from "./graphql.ts";

const CHECKPOINTS = graphql`query CheckpointsToStartFrom($id: ID!) { run(id: $id) { checkpoints { id step best } } }`;
const WEIGHTS = graphql`query WeightsToStartFrom($datasetId: ID) { weightsFiles(datasetId: $datasetId) { id name } }`;

/** As launchRun's input takes them. */
export type InitialWeights = { readonly initialCheckpointId: string } | { readonly initialWeightsFileId: string };

/**
 * What `--initial-weights` means: `run:RUN` a run's best checkpoint (the newest when none was evaluated), `checkpoint:ID`, or a
 * weights file by its name or id.
 */
export async function findInitialWeights(
  client: GraphClient,
  reference: string,
  datasetId: string | null,
): Promise<InitialWeights> {
  const [, kind, named] = /^(run|checkpoint):(.+)$/.exec(reference) ?? [];
  if (kind === "checkpoint" && named !== undefined) return { initialCheckpointId: named };
  if (kind === "run" && named !== undefined) return { initialCheckpointId: await bestCheckpointId(client, named) };
  return { initialWeightsFileId: await findWeightsFileId(client, reference, datasetId) };
}

async function bestCheckpointId(client: GraphClient, reference: string): Promise<string> {
  const id = await findRunId(client, reference);
  const { run } = await client.request<{ run: { checkpoints: { id: string; best: boolean }[] } | null }>(CHECKPOINTS, {
    id,
  });
  const checkpoints = run?.checkpoints ?? [];
  const chosen = checkpoints.find(({ best }) => best) ?? checkpoints.at(-1);
  if (chosen) return chosen.id;
  throw new CliError("NOT_FOUND", `The run ${JSON.stringify(reference)} has no checkpoint to start from yet.`);
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
    throw new CliError("AMBIGUOUS", `More than one project has weights ${JSON.stringify(idOrName)}; give the id.`);
  if (first) return first.id;
  const names = weightsFiles.map(({ name }) => name).join(", ");
  throw new CliError(
    "NOT_FOUND",
    `There are no weights ${JSON.stringify(idOrName)}; ${names ? `there are ${names}` : "maskyard weights upload brings some"}, or run:RUN takes a run's checkpoint.`,
  );
}

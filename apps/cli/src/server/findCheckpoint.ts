import { CliError } from "../errors/CliError.ts";
import { findRunId } from "./findRun.ts";
import type { GraphClient } from "./GraphClient.ts";
import { graphql } from "./graphql.ts";

const CHECKPOINTS = graphql`query CheckpointsOfRun($id: ID!) { run(id: $id) { checkpoints { id step best } } }`;

/** A run's checkpoint of the step; without one its best, or its newest when none was evaluated. */
export async function findCheckpointId(client: GraphClient, runReference: string, step?: number): Promise<string> {
  const id = await findRunId(client, runReference);
  const { run } = await client.request<{ run: { checkpoints: { id: string; step: number; best: boolean }[] } | null }>(
    CHECKPOINTS,
    { id },
  );
  const checkpoints = run?.checkpoints ?? [];
  const chosen =
    step === undefined
      ? (checkpoints.find(({ best }) => best) ?? checkpoints.at(-1))
      : checkpoints.find((checkpoint) => checkpoint.step === step);
  if (chosen) return chosen.id;
  const theRun = `The run ${JSON.stringify(runReference)}`;
  throw new CliError(
    "NOT_FOUND",
    checkpoints.length === 0
      ? `${theRun} has no checkpoint yet.`
      : `${theRun} has no checkpoint of step ${step}; there are those of ${checkpoints.map((one) => one.step).join(", ")}.`,
  );
}

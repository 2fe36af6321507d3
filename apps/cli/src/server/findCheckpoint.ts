import { CliError } from "../errors/CliError.ts";
import { findRunId, requireRun } from "./findRun.ts";
import type { GraphClient } from "./GraphClient.ts";
import { graphql } from "./graphql.ts";

const CHECKPOINTS = graphql`query CheckpointsOfRun($id: ID!) { run(id: $id) { checkpoints { id step best } } }`;

interface ListedCheckpoint {
  readonly step: number;
  readonly best: boolean;
}

/** The id of a run's checkpoint as {@link chooseCheckpoint} says. */
export async function findCheckpointId(client: GraphClient, runReference: string, step?: number): Promise<string> {
  const id = await findRunId(client, runReference);
  const { run } = await client.request<{ run: { checkpoints: (ListedCheckpoint & { id: string })[] } | null }>(
    CHECKPOINTS,
    { id },
  );
  return chooseCheckpoint(requireRun(run, runReference).checkpoints, runReference, step).id;
}

/** Of a run's checkpoints, oldest first, that of the step; without one the best, or the newest when none was evaluated. */
export function chooseCheckpoint<Checkpoint extends ListedCheckpoint>(
  checkpoints: readonly Checkpoint[],
  runReference: string,
  step?: number,
): Checkpoint {
  const chosen =
    step === undefined
      ? (checkpoints.find(({ best }) => best) ?? checkpoints.at(-1))
      : checkpoints.find((checkpoint) => checkpoint.step === step);
  if (chosen) return chosen;
  const theRun = `The run ${JSON.stringify(runReference)}`;
  throw new CliError(
    "NOT_FOUND",
    checkpoints.length === 0
      ? `${theRun} has no checkpoint yet; wait for its first evaluation.`
      : `${theRun} has no checkpoint of step ${step}; there are those of ${checkpoints.map((one) => one.step).join(", ")}.`,
  );
}

import { CliError } from "../errors/CliError.ts";
import type { GraphClient } from "./GraphClient.ts";
import { globalIdType } from "./globalIdType.ts";
import { graphql } from "./graphql.ts";
import { type Page, readAllPages } from "./readAllPages.ts";

const SWEEPS = graphql`query SweepSearch($after: String) {
  sweeps(first: 200, after: $after) { edges { node { id number name } } pageInfo { hasNextPage endCursor } }
}`;

interface FoundSweep {
  readonly id: string;
  readonly number: number;
  readonly name: string;
}

/** The id of the sweep meant by an id, a number ("7" or "#7") or an exact name. */
export async function findSweepId(client: GraphClient, reference: string): Promise<string> {
  if (globalIdType(reference) === "Sweep") return reference;
  const sweeps = await readAllPages((after) =>
    client.request<{ sweeps: Page<FoundSweep> }>(SWEEPS, { after }).then((answer) => answer.sweeps),
  );
  const byName = sweeps.filter(({ name }) => name === reference);
  const matches =
    byName.length > 0 ? byName : sweeps.filter(({ number }) => String(number) === reference.replace(/^#/, ""));
  const [first, second] = matches;
  if (first && !second) return first.id;
  throw first
    ? new CliError(
        "AMBIGUOUS",
        `More than one sweep matches ${JSON.stringify(reference)}. Give the id, which maskyard sweep list --json shows.`,
      )
    : new CliError(
        "NOT_FOUND",
        `There is no sweep ${JSON.stringify(reference)}. maskyard sweep list shows all sweeps.`,
      );
}

import { CliError } from "../errors/CliError.ts";
import type { GraphClient } from "./GraphClient.ts";
import { globalIdType } from "./globalIdType.ts";
import { graphql } from "./graphql.ts";

const SEARCH = graphql`query RunSearch($search: String!) {
  runs(search: $search, first: 100) { edges { node { id number name } } }
  archived: runs(search: $search, archived: true, first: 100) { edges { node { id number name } } }
}`;

interface FoundRun {
  readonly id: string;
  readonly number: number;
  readonly name: string;
}

interface FoundRuns {
  readonly edges: readonly { readonly node: FoundRun }[];
}

/** The id of the run meant by an id, a number ("7" or "#7") or an exact name; an archived one where no other goes by it. */
export async function findRunId(client: GraphClient, reference: string): Promise<string> {
  if (globalIdType(reference) === "Run") return reference;
  const wanted = reference.replace(/^#/, "");
  const { runs, archived } = await client.request<Record<"runs" | "archived", FoundRuns>>(SEARCH, { search: wanted });
  const meant = ({ edges }: FoundRuns) => {
    const found = edges.map((edge) => edge.node);
    const byName = found.filter((run) => run.name === reference);
    return byName.length > 0 ? byName : found.filter((run) => String(run.number) === wanted);
  };
  const matches = meant(runs).length > 0 ? meant(runs) : meant(archived);
  const [first, second] = matches;
  if (!first)
    throw new CliError("NOT_FOUND", `There is no run ${JSON.stringify(reference)}. maskyard runs lists all runs.`);
  if (second) {
    throw new CliError(
      "AMBIGUOUS",
      `More than one run matches ${JSON.stringify(reference)}. Give the id, which maskyard runs --json shows.`,
    );
  }
  return first.id;
}

/** The run a query found, or the sentence that there is none. */
export function requireRun<Run>(run: Run | null, reference: string): Run {
  if (run === null)
    throw new CliError("NOT_FOUND", `There is no run ${JSON.stringify(reference)}. maskyard runs lists all runs.`);
  return run;
}

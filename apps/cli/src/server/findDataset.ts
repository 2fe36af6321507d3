import { CliError } from "../errors/CliError.ts";
import type { GraphClient } from "./GraphClient.ts";
import { globalIdType } from "./globalIdType.ts";
import { graphql } from "./graphql.ts";

const BY_ID = graphql`query DatasetById($id: ID!) { dataset(id: $id) { id name } }`;
const BY_NAME = graphql`query DatasetByName($name: String!) { datasets(name: $name, first: 2) { edges { node { id name } } } }`;

export interface FoundDataset {
  readonly id: string;
  readonly name: string;
}

/** The dataset of this id or exact name. */
export async function findDataset(client: GraphClient, idOrName: string): Promise<FoundDataset> {
  if (globalIdType(idOrName) === "Dataset") {
    const { dataset } = await client.request<{ dataset: FoundDataset | null }>(BY_ID, { id: idOrName });
    if (dataset) return dataset;
  }
  const { datasets } = await client.request<{ datasets: { edges: { node: FoundDataset }[] } }>(BY_NAME, {
    name: idOrName,
  });
  const [first, second] = datasets.edges;
  if (!first) {
    throw new CliError(
      "NOT_FOUND",
      `There is no dataset ${JSON.stringify(idOrName)}. maskyard datasets lists all datasets.`,
    );
  }
  if (second) {
    throw new CliError(
      "AMBIGUOUS",
      `More than one dataset is named ${JSON.stringify(idOrName)}. Give the id, which maskyard datasets shows.`,
    );
  }
  return first.node;
}

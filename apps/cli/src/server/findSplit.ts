import { CliError } from "../errors/CliError.ts";
import type { FoundDataset } from "./findDataset.ts";
import type { GraphClient } from "./GraphClient.ts";
import { graphql } from "./graphql.ts";

const SPLITS = graphql`query Splits($id: ID!) { dataset(id: $id) { splits { id name } } }`;

/** The split of a dataset by id or name; the newest where none is named. */
export async function findSplit(
  client: GraphClient,
  dataset: FoundDataset,
  idOrName: string | null,
): Promise<{ id: string; name: string }> {
  const found = await client.request<{ dataset: { splits: { id: string; name: string }[] } | null }>(SPLITS, {
    id: dataset.id,
  });
  const splits = found.dataset?.splits ?? [];
  const split = idOrName === null ? splits[0] : splits.find(({ id, name }) => id === idOrName || name === idOrName);
  if (split) return split;
  const names = splits.map(({ name }) => name).join(", ");
  throw new CliError(
    "NOT_FOUND",
    `The dataset "${dataset.name}" has no split${idOrName === null ? "" : ` ${JSON.stringify(idOrName)}`}. ${names ? `It has ${names}` : "Create one with maskyard split"}.`,
  );
}

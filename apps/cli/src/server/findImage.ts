import { CliError } from "../errors/CliError.ts";
import type { FoundDataset } from "./findDataset.ts";
import type { GraphClient } from "./GraphClient.ts";
import { globalIdType } from "./globalIdType.ts";
import { graphql } from "./graphql.ts";

const BY_NAME = graphql`query ImagesByName($id: ID!, $name: String!) {
  dataset(id: $id) { images(first: 50, filter: {fileNameContains: $name}) { edges { node { id fileName } } } }
}`;

interface FoundImage {
  readonly id: string;
  readonly fileName: string;
}

/** The id of a dataset's image by id, by its path, or by a part of its path that only one has. */
export async function findImageId(client: GraphClient, dataset: FoundDataset, reference: string): Promise<string> {
  if (globalIdType(reference) === "Image") return reference;
  const found = await client.request<{ dataset: { images: { edges: { node: FoundImage }[] } } | null }>(BY_NAME, {
    id: dataset.id,
    name: reference,
  });
  const images = found.dataset?.images.edges.map(({ node }) => node) ?? [];
  const exact = images.filter(({ fileName }) => fileName === reference);
  const [first, second] = exact.length > 0 ? exact : images;
  if (!first) throw new CliError("NOT_FOUND", `"${dataset.name}" has no image ${JSON.stringify(reference)}.`);
  if (second)
    throw new CliError("AMBIGUOUS", `More than one image matches ${JSON.stringify(reference)}. Give the full path.`);
  return first.id;
}

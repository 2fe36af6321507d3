import { CliError } from "../errors/CliError.ts";
import type { GraphClient } from "./GraphClient.ts";
import { globalIdType } from "./globalIdType.ts";
import { graphql } from "./graphql.ts";

const BY_HASH = graphql`query SnapshotsByHash($hash: String!) { snapshotsByHash(hash: $hash) { id dataset { id name } } }`;
const BY_ID = graphql`query SnapshotById($id: ID!) { node(id: $id) { ... on Snapshot { id dataset { id name } } } }`;

export interface FoundSnapshot {
  readonly id: string;
  readonly dataset: { readonly id: string; readonly name: string };
}

/** The snapshot meant by an id or the beginning of a hash, of 8 digits or more. */
export async function findSnapshot(client: GraphClient, reference: string): Promise<FoundSnapshot> {
  const found =
    globalIdType(reference) === "Snapshot" ? await byId(client, reference) : await byHash(client, reference);
  const [first, second] = found;
  if (!first) {
    throw new CliError(
      "NOT_FOUND",
      `There is no snapshot ${reference}. maskyard snapshot list DATASET lists all snapshots.`,
    );
  }
  if (second)
    throw new CliError("AMBIGUOUS", `More than one snapshot hash begins with ${reference}. Give more digits.`);
  return first;
}

async function byId(client: GraphClient, id: string): Promise<FoundSnapshot[]> {
  const { node } = await client.request<{ node: FoundSnapshot | null }>(BY_ID, { id });
  return node ? [node] : [];
}

async function byHash(client: GraphClient, hash: string): Promise<FoundSnapshot[]> {
  const answer = await client.request<{ snapshotsByHash: FoundSnapshot[] }>(BY_HASH, { hash: hash.toLowerCase() });
  return answer.snapshotsByHash;
}

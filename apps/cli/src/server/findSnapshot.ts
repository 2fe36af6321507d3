import { CliError } from "../errors/CliError.ts";
import type { GraphClient } from "./GraphClient.ts";
import { globalIdType } from "./globalIdType.ts";
import { graphql } from "./graphql.ts";

const BY_HASH = graphql`query SnapshotsByHash($hash: String!) { snapshotsByHash(hash: $hash) { id hash } }`;

/** The id of the snapshot meant by an id or the beginning of a hash, of 8 digits or more. */
export async function findSnapshotId(client: GraphClient, reference: string): Promise<string> {
  if (globalIdType(reference) === "Snapshot") return reference;
  const { snapshotsByHash: found } = await client.request<{ snapshotsByHash: { id: string }[] }>(BY_HASH, {
    hash: reference.toLowerCase(),
  });
  const [first, second] = found;
  if (!first) {
    throw new CliError(
      "NOT_FOUND",
      `There is no snapshot ${reference}; maskyard snapshot list DATASET lists those there are.`,
    );
  }
  if (second)
    throw new CliError("AMBIGUOUS", `More than one snapshot's hash begins with ${reference}; give more of it.`);
  return first.id;
}

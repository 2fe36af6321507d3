"use client";

import { Badge, Button, Skeleton, Text } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { graphql, type ResultOf } from "../../graph/graphql.ts";
import { PageLink } from "../../url/PageLink.tsx";
import classes from "./LeakagePairs.module.css";

const PAGE_SIZE = 20;

const pairsQuery = graphql(`
  query LeakagePairs($id: ID!, $first: Int!) {
    node(id: $id) {
      __typename
      id
      ... on Split {
        leakage {
          pairs(first: $first) {
            kind
            seenSubset
            heldOutSubset
            distanceBits
            group
            seen {
              id
              fileName
              thumbnailUrl(maxSidePx: 320)
              dataset {
                id
              }
            }
            heldOut {
              id
              fileName
              thumbnailUrl(maxSidePx: 320)
              dataset {
                id
              }
            }
          }
        }
      }
    }
  }
`);

type Pair = Extract<
  NonNullable<ResultOf<typeof pairsQuery>["node"]>,
  { __typename: "Split" }
>["leakage"]["pairs"][number];

const SUBSETS = { TRAIN: "Train", VAL: "Validation", TEST: "Test" } as const;

/** The pairs of a leak, each with both pictures beside one another; more are read on demand. */
export function LeakagePairs({ splitId, pairCount }: { splitId: string; pairCount: number }) {
  const [first, setFirst] = useState(PAGE_SIZE);
  const [{ data, error, fetching }, refetch] = useQuery({ query: pairsQuery, variables: { id: splitId, first } });
  const pairs = data?.node?.__typename === "Split" ? data.node.leakage.pairs : null;
  if (!pairs) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
    ) : (
      <Skeleton h={240} role="status" aria-label="Loading the pairs" />
    );
  }
  return (
    <>
      <ul className={classes.pairs}>
        {pairs.map((pair) => (
          <li key={`${pair.seen.id} ${pair.heldOut.id}`} className={classes.pair}>
            <Picture image={pair.seen} subset={SUBSETS[pair.seenSubset]} />
            <Picture image={pair.heldOut} subset={SUBSETS[pair.heldOutSubset]} />
            <Text size="xs" c="dimmed" className={classes.tie ?? ""}>
              {tieOf(pair)}
            </Text>
          </li>
        ))}
      </ul>
      {pairs.length < pairCount ? (
        <Button variant="subtle" size="xs" fullWidth loading={fetching} onClick={() => setFirst(first + 100)}>
          Show more of {pairCount}
        </Button>
      ) : null}
    </>
  );
}

function tieOf({ kind, distanceBits, group }: Pair): string {
  if (kind === "EXACT") return "The same file";
  return kind === "NEAR"
    ? `They look similar: ${distanceBits} of 64 bits of their hashes differ`
    : `Both in group ${group}`;
}

function Picture({ image, subset }: { image: Pair["seen"]; subset: string }) {
  return (
    <PageLink href={`/datasets/${image.dataset.id}/images/${image.id}`} className={classes.picture}>
      {/* biome-ignore lint/performance/noImgElement: the API makes the sizes itself */}
      <img src={image.thumbnailUrl} alt={image.fileName} loading="lazy" />
      <span className={classes.caption}>
        <Badge size="sm" variant="light" color="gray" tt="none" flex="none">
          {subset}
        </Badge>
        <span className={classes.name}>{image.fileName}</span>
      </span>
    </PageLink>
  );
}

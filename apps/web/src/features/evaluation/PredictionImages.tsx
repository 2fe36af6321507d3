"use client";

import { Button, Center, Skeleton } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { PredictionCard, predictionCardFragment } from "./PredictionCard.tsx";
import classes from "./PredictionImages.module.css";

export type PredictionLayout = "beside" | "predictions" | "truth";

const evaluationImagesQuery = graphql(
  `
    query EvaluationImages($id: ID!, $after: String) {
      node(id: $id) {
        __typename
        id
        ... on Evaluation {
          images(first: 12, after: $after) {
            edges {
              node {
                id
                ...PredictionCard
              }
            }
            pageInfo {
              hasNextPage
              endCursor
            }
          }
        }
      }
    }
  `,
  [predictionCardFragment],
);

interface PredictionImagesProps {
  readonly evaluationId: string;
  readonly datasetId: string;
  readonly layout: PredictionLayout;
  readonly minScore: number;
}

/** The images of an evaluation, twelve more at a time. */
export function PredictionImages({ evaluationId, datasetId, layout, minScore }: PredictionImagesProps) {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, refetch] = useQuery({
    query: evaluationImagesQuery,
    variables: { id: evaluationId, after },
  });
  const connection = data?.node?.__typename === "Evaluation" ? data.node.images : null;

  if (!connection) {
    if (error && !fetching) {
      return <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />;
    }
    return (
      <div className={classes.grid} data-layout={layout} role="status" aria-label="Loading images">
        <Skeleton h={240} radius="lg" />
        <Skeleton h={240} radius="lg" />
      </div>
    );
  }
  return (
    <>
      <div className={classes.grid} data-layout={layout}>
        {connection.edges.map(({ node }) => (
          <PredictionCard
            key={node.id}
            image={node}
            evaluationId={evaluationId}
            datasetId={datasetId}
            layout={layout}
            minScore={minScore}
          />
        ))}
      </div>
      {connection.pageInfo.hasNextPage ? (
        <Center mt="lg">
          <Button variant="default" loading={fetching} onClick={() => setAfter(connection.pageInfo.endCursor)}>
            Show more images
          </Button>
        </Center>
      ) : null}
    </>
  );
}

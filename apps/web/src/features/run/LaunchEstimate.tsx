"use client";

import { Text } from "@mantine/core";
import { useQuery } from "urql";
import { formatCount } from "../../format/formatNumber.ts";
import { formatDuration } from "../../format/formatTime.ts";
import { graphql } from "../../graph/graphql.ts";
import { estimateLaunch } from "./timeEstimate.ts";
import type { LaunchDraft } from "./useLaunchDraft.ts";

const endedRunsQuery = graphql(`
  query EndedRuns($datasetId: ID!, $filter: String!) {
    runs(first: 30, datasetId: $datasetId, filter: $filter) {
      edges {
        node {
          id
          number
          startedAt
          finishedAt
          step
          stepsPerEpoch
          configuration
          trainer {
            id
            name
          }
        }
      }
    }
  }
`);

/** How long the launch may take, from runs that ended, and on what that stands. */
export function LaunchEstimate({ draft: { dataset, recipe, edited } }: { draft: LaunchDraft }) {
  const [{ data }] = useQuery({
    query: endedRunsQuery,
    variables: {
      datasetId: dataset?.id ?? "",
      filter: `status = succeeded and recipe = ${recipe.toLowerCase()} and step > 0`,
    },
    pause: dataset === undefined,
  });
  if (!data) return null;
  const estimate = estimateLaunch(
    edited,
    data.runs.edges.map(({ node }) => node),
  );
  return (
    <Text size="sm" c="dimmed">
      {estimate === null
        ? "No time estimate yet: no run of this recipe has finished on this dataset with these image and batch sizes."
        : `Estimated time: about ${formatDuration(estimate.durationMs)} on ${estimate.trainer}. ${formatCount(estimate.steps)} steps of ${formatDuration(estimate.stepMs)}, including evaluations (median of ${estimate.runNumbers.map((number) => `#${number}`).join(", ")}).`}
    </Text>
  );
}

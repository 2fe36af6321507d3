"use client";

import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";

export const retryRunMutation = graphql(`
  mutation RetryRun($input: RetryRunInput!) {
    retryRun(input: $input) {
      __typename
      ... on RetryRunSuccess {
        data {
          id
          status
          cancelRequested
          failureReason
          finishedAt
          attempt
          waitsFor
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

/** Lets a failed or cancelled run go on from its newest checkpoint. */
export function RetryRunButton({ runId }: { runId: string }) {
  const [state, retryRun] = useGraphMutation(retryRunMutation);
  const retry = async () => {
    const outcome = await retryRun({ input: { id: runId } });
    if (outcome.ok) notifyDone("Queued again. It goes on from its newest checkpoint.");
    else notifyFailed("The run was not queued", outcome.message);
  };
  return (
    <Button variant="default" leftSection={<IconRefresh size={16} />} loading={state.fetching} onClick={retry}>
      Retry
    </Button>
  );
}

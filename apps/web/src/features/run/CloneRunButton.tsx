"use client";

import { Button } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useMutation } from "urql";
import { notifyFailed } from "../../feedback/notify.ts";
import { graphql } from "../../graph/graphql.ts";
import { mutationOutcome } from "../../graph/mutationOutcome.ts";

const cloneRunMutation = graphql(`
  mutation CloneRun($input: CloneRunInput!) {
    cloneRun(input: $input) {
      __typename
      ... on CloneRunSuccess {
        data {
          id
          name
          status
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

/** Queues the same training once more, from its beginning, and opens it. */
export function CloneRunButton({ runId }: { runId: string }) {
  const router = useRouter();
  const [state, cloneRun] = useMutation(cloneRunMutation);
  const clone = async () => {
    const { data, error } = await cloneRun({ input: { id: runId } });
    const outcome = mutationOutcome(data?.cloneRun, error);
    if (outcome.ok) router.push(`/runs/${outcome.data.id}`);
    else notifyFailed("The run was not cloned", outcome.message);
  };
  return (
    <Button variant="default" leftSection={<IconCopy size={16} />} loading={state.fetching} onClick={clone}>
      Clone
    </Button>
  );
}

"use client";

import { ActionIcon } from "@mantine/core";
import { IconPin, IconPinFilled } from "@tabler/icons-react";
import { notifyFailed } from "../../feedback/notify.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";

const pinCheckpointMutation = graphql(`
  mutation PinCheckpoint($input: PinCheckpointInput!) {
    pinCheckpoint(input: $input) {
      __typename
      ... on PinCheckpointSuccess {
        data {
          id
          pinned
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

/** Keeps a checkpoint however many newer ones there are, or lets it go with the others. */
export function PinCheckpointButton({ id, step, pinned }: { id: string; step: number; pinned: boolean }) {
  const [state, pinCheckpoint] = useGraphMutation(pinCheckpointMutation);
  const toggle = async () => {
    const outcome = await pinCheckpoint({ input: { id, pinned: !pinned } });
    if (!outcome.ok) notifyFailed("The checkpoint was not changed", outcome.message);
  };
  return (
    <ActionIcon
      loading={state.fetching}
      onClick={toggle}
      aria-pressed={pinned}
      aria-label={pinned ? `Stop keeping the weights of step ${step}` : `Keep the weights of step ${step}`}
      title={pinned ? "Kept until you release it" : "Keep, even when newer checkpoints replace others"}
    >
      {pinned ? <IconPinFilled size={16} /> : <IconPin size={16} />}
    </ActionIcon>
  );
}

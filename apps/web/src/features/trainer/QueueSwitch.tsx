"use client";

import { Group, Switch } from "@mantine/core";
import { notifyFailed } from "../../feedback/notify.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";

export const queueSwitchFragment = graphql(`
  fragment QueueSwitch on Project {
    id
    name
    queuePaused
  }
`);

const setQueuePausedMutation = graphql(`
  mutation SetQueuePaused($input: SetQueuePausedInput!) {
    setQueuePaused(input: $input) {
      __typename
      ... on SetQueuePausedSuccess {
        data {
          id
          queuePaused
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

/** Holds a project's queued runs back, or lets them go on; runs that train are left alone. */
export function QueueSwitch({ projects: references }: { projects: readonly FragmentOf<typeof queueSwitchFragment>[] }) {
  const projects = readFragment(queueSwitchFragment, references);
  const [state, setQueuePaused] = useGraphMutation(setQueuePausedMutation);
  const change = async (projectId: string, paused: boolean) => {
    const outcome = await setQueuePaused({ input: { projectId, paused } });
    if (!outcome.ok) notifyFailed("The queue was not changed", outcome.message);
  };
  return (
    <Group gap="md">
      {projects.map((project) => (
        <Switch
          key={project.id}
          label={projects.length > 1 ? `Queue of ${project.name}` : "Queue"}
          checked={!project.queuePaused}
          onLabel="on"
          offLabel="paused"
          size="md"
          disabled={state.fetching}
          onChange={(event) => change(project.id, !event.currentTarget.checked)}
        />
      ))}
    </Group>
  );
}

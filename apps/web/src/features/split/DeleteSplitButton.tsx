"use client";

import { ActionIcon, Button, Group, Popover, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconTrash } from "@tabler/icons-react";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";

const deleteSplitMutation = graphql(`
  mutation DeleteSplit($input: DeleteSplitInput!) {
    deleteSplit(input: $input) {
      __typename
      ... on DeleteSplitSuccess {
        data
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

/** Takes a split away, after a second click. */
export function DeleteSplitButton({ split }: { split: { readonly id: string; readonly name: string } }) {
  const [opened, popover] = useDisclosure(false);
  const [{ fetching }, deleteSplit] = useGraphMutation(deleteSplitMutation);

  const remove = async () => {
    const outcome = await deleteSplit({ input: { id: split.id } });
    popover.close();
    if (outcome.ok) notifyDone(`The split ${split.name} was deleted`);
    else notifyFailed("The split was not deleted", outcome.message);
  };

  return (
    <Popover opened={opened} onChange={popover.toggle} trapFocus shadow="md" width={260} position="bottom-end">
      <Popover.Target>
        <ActionIcon size={26} aria-label={`Delete the split ${split.name}`} onClick={popover.toggle}>
          <IconTrash size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" mb="xs">
          Snapshots and runs that use it keep their subsets. The split itself cannot be restored.
        </Text>
        <Group justify="flex-end">
          <Button size="xs" color="red" loading={fetching} onClick={remove}>
            Delete
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}

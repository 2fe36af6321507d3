"use client";

import { Button, Group, Menu, Modal, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconArchive,
  IconArchiveOff,
  IconDots,
  IconPlayerStop,
  IconRefresh,
  IconStar,
  IconTag,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { ConfirmDialog } from "../../feedback/ConfirmDialog.tsx";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { formatQuantity } from "../../format/formatNumber.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { cancelRunMutation } from "./CancelRunButton.tsx";
import { retryRunMutation } from "./RetryRunButton.tsx";
import { deleteRunsMutation, updateRunsMutation } from "./runUpkeep.ts";

interface BulkActionsProps {
  readonly selected: readonly string[];
  readonly archived: boolean;
  readonly onDone: () => void;
}

/** What can be done with all selected runs at once. */
export function BulkActions({ selected, archived, onDone }: BulkActionsProps) {
  const [, updateRuns] = useGraphMutation(updateRunsMutation);
  const [, deleteRuns] = useGraphMutation(deleteRunsMutation);
  const [, cancelRun] = useGraphMutation(cancelRunMutation);
  const [, retryRun] = useGraphMutation(retryRunMutation);
  const [deleting, deletion] = useDisclosure(false);
  const [tagging, tags] = useDisclosure(false);
  const [tag, setTag] = useState("");
  const runs = formatQuantity(selected.length, "run");

  const update = async (change: object, done: string) => {
    const outcome = await updateRuns({ input: { ids: [...selected], ...change } });
    if (!outcome.ok) return notifyFailed("The runs were not changed", outcome.message);
    notifyDone(`${runs} ${done}`);
    onDone();
  };
  const remove = async () => {
    const outcome = await deleteRuns({ input: { ids: [...selected] } });
    deletion.close();
    if (!outcome.ok) return notifyFailed("The runs were not deleted", outcome.message);
    notifyDone(`${runs} deleted`);
    onDone();
  };
  const each = async (change: typeof cancelRun | typeof retryRun, done: string) => {
    let refused = "";
    let count = 0;
    for (const id of selected) {
      const outcome = await change({ input: { id } });
      if (outcome.ok) count++;
      else refused = outcome.message;
    }
    if (count > 0) notifyDone(`${formatQuantity(count, "run")} ${done}`);
    if (refused) notifyFailed(`${formatQuantity(selected.length - count, "run")} not ${done}`, refused);
    onDone();
  };

  return (
    <>
      <Menu position="top-end" shadow="md">
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<IconDots size={15} />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconStar size={15} />} onClick={() => update({ favourite: true }, "marked")}>
            Add to favourites
          </Menu.Item>
          <Menu.Item leftSection={<IconTag size={15} />} onClick={tags.open}>
            Tag…
          </Menu.Item>
          <Menu.Item
            leftSection={archived ? <IconArchiveOff size={15} /> : <IconArchive size={15} />}
            onClick={() => update({ archived: !archived }, archived ? "unarchived" : "archived")}
          >
            {archived ? "Unarchive" : "Archive"}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconRefresh size={15} />} onClick={() => each(retryRun, "queued again")}>
            Retry
          </Menu.Item>
          <Menu.Item leftSection={<IconPlayerStop size={15} />} onClick={() => each(cancelRun, "cancelled")}>
            Cancel
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={deletion.open}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={deleting}
        onClose={deletion.close}
        title={`Delete ${runs}?`}
        confirmLabel="Delete"
        onConfirm={remove}
      >
        This also deletes their curves, logs, evaluations and checkpoints, and cannot be undone. To keep them, archive
        the runs instead.
      </ConfirmDialog>
      <Modal opened={tagging} onClose={tags.close} title={`Tag ${runs}`}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            tags.close();
            update({ addTags: [tag.trim()] }, `tagged ${tag.trim()}`);
            setTag("");
          }}
        >
          <TextInput
            label="Tag"
            value={tag}
            onChange={(event) => setTag(event.currentTarget.value)}
            data-autofocus
            maxLength={60}
          />
          <Group justify="flex-end" gap="xs" mt="lg">
            <Button type="submit" disabled={tag.trim() === ""}>
              Add tag
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}

"use client";

import { ActionIcon, Button, Group, Menu, Modal, Stack, TagsInput, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArchive, IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { ConfirmDialog } from "../../feedback/ConfirmDialog.tsx";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { deleteModelVersionMutation, updateModelVersionMutation } from "./modelMutations.ts";

interface VersionTexts {
  readonly id: string;
  readonly number: number;
  readonly notes: string;
  readonly tags: readonly string[];
  readonly archived: boolean;
}

interface ModelVersionMenuProps {
  readonly modelName: string;
  readonly version: VersionTexts;
  readonly mayDelete: boolean;
  readonly onDeleted: () => void;
}

/** What can be done with a version: notes and tags, archive, and for owners its end. */
export function ModelVersionMenu({ modelName, version, mayDelete, onDeleted }: ModelVersionMenuProps) {
  const [editing, editDialog] = useDisclosure(false);
  const [deleting, deleteDialog] = useDisclosure(false);
  const [, updateVersion] = useGraphMutation(updateModelVersionMutation);
  const [deletion, deleteVersion] = useGraphMutation(deleteModelVersionMutation);

  const archive = async () => {
    const outcome = await updateVersion({ input: { id: version.id, archived: !version.archived } });
    if (outcome.ok) notifyDone(version.archived ? "Unarchived" : "Archived");
    else notifyFailed("The version was not changed", outcome.message);
  };
  const remove = async () => {
    const outcome = await deleteVersion({ input: { id: version.id } });
    deleteDialog.close();
    if (outcome.ok) onDeleted();
    else notifyFailed("The version was not deleted", outcome.message);
  };

  return (
    <>
      <Menu position="bottom-end" width={180}>
        <Menu.Target>
          <ActionIcon aria-label={`More actions for version ${version.number}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={editDialog.open}>
            Notes and tags
          </Menu.Item>
          <Menu.Item leftSection={<IconArchive size={15} />} onClick={archive}>
            {version.archived ? "Unarchive" : "Archive"}
          </Menu.Item>
          {mayDelete ? (
            <Menu.Item leftSection={<IconTrash size={15} />} color="red" onClick={deleteDialog.open}>
              Delete
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={editing} onClose={editDialog.close} title={`${modelName} v${version.number}`}>
        <EditVersionForm version={version} onClose={editDialog.close} />
      </Modal>
      <ConfirmDialog
        opened={deleting}
        onClose={deleteDialog.close}
        title={`Delete ${modelName} v${version.number}?`}
        confirmLabel="Delete"
        loading={deletion.fetching}
        onConfirm={remove}
      >
        Its number is not reused. The checkpoint is then kept only as long as its run keeps it, and the run can be
        deleted.
      </ConfirmDialog>
    </>
  );
}

function EditVersionForm({ version, onClose }: { version: VersionTexts; onClose: () => void }) {
  const [state, updateVersion] = useGraphMutation(updateModelVersionMutation);
  const [notes, setNotes] = useState(version.notes);
  const [tags, setTags] = useState([...version.tags]);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const outcome = await updateVersion({ input: { id: version.id, notes, tags } });
    if (outcome.ok) onClose();
    else setProblem(outcome.message);
  };
  return (
    <form onSubmit={save}>
      <Stack gap="md">
        <TagsInput label="Tags" value={tags} onChange={setTags} clearable />
        <Textarea
          label="Notes"
          autosize
          minRows={4}
          value={notes}
          error={problem}
          onChange={(event) => setNotes(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={state.fetching}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

"use client";

import { Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { updateRegisteredModelMutation } from "./modelMutations.ts";

interface ModelTexts {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

/** Name and description of a model. */
export function EditModelButton(model: ModelTexts) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} />} onClick={dialog.open}>
        Edit
      </Button>
      <Modal opened={opened} onClose={dialog.close} title="Edit the model">
        <EditForm {...model} onClose={dialog.close} />
      </Modal>
    </>
  );
}

function EditForm({ onClose, ...model }: ModelTexts & { onClose: () => void }) {
  const [state, updateModel] = useGraphMutation(updateRegisteredModelMutation);
  const [name, setName] = useState(model.name);
  const [description, setDescription] = useState(model.description);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const outcome = await updateModel({ input: { id: model.id, name: name.trim(), description } });
    if (outcome.ok) onClose();
    else setProblem(outcome.message);
  };
  return (
    <form onSubmit={save}>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="If you change it, update the programs that load the model by name."
          value={name}
          error={problem}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="Description"
          autosize
          minRows={4}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={state.fetching} disabled={name.trim() === ""}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

"use client";

import { Button, ColorInput, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import type { MenuCategory } from "./CategoryMenu.tsx";
import { updateCategoryMutation } from "./categoryMutations.ts";

interface EditCategoryDialogProps {
  readonly category: MenuCategory;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Another name or colour for a class. */
export function EditCategoryDialog({ category, opened, onClose }: EditCategoryDialogProps) {
  const [{ fetching }, updateCategory] = useGraphMutation(updateCategoryMutation);
  const [name, setName] = useState(category.name);
  const [color, setColor] = useState(category.color);
  const [problem, setProblem] = useState<string | null>(null);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const outcome = await updateCategory({ input: { id: category.id, name: name.trim(), color } });
    if (!outcome.ok) return setProblem(outcome.message);
    setProblem(null);
    onClose();
  };

  return (
    <Modal opened={opened} onClose={onClose} title={`Edit the class ${category.name}`}>
      <form onSubmit={save}>
        <Stack gap="md">
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problem}
            data-autofocus
          />
          <ColorInput label="Colour" format="hex" value={color} onChange={setColor} />
          <Text size="xs" c="dimmed">
            Existing snapshots and runs keep the old name.
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={fetching} disabled={name.trim() === ""}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

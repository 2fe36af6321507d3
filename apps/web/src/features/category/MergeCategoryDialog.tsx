"use client";

import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { notifyDone } from "../../feedback/notify.ts";
import { formatQuantity } from "../../format/formatNumber.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import type { MenuCategory } from "./CategoryMenu.tsx";
import { mergeCategoriesMutation } from "./categoryMutations.ts";

interface MergeCategoryDialogProps {
  readonly category: MenuCategory;
  readonly others: readonly MenuCategory[];
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onMerged: () => void;
}

/** Gives all annotations of a class another one, after which it is gone. */
export function MergeCategoryDialog({ category, others, opened, onClose, onMerged }: MergeCategoryDialogProps) {
  const [{ fetching }, mergeCategories] = useGraphMutation(mergeCategoriesMutation);
  const [intoId, setIntoId] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const into = others.find(({ id }) => id === intoId) ?? null;

  const merge = async () => {
    if (into === null) return;
    const outcome = await mergeCategories({ input: { fromId: category.id, intoId: into.id } });
    if (!outcome.ok) return setProblem(outcome.message);
    notifyDone(
      `${formatQuantity(outcome.data.annotationCount, "annotation")} moved from ${category.name} to ${into.name}`,
    );
    onClose();
    onMerged();
  };

  return (
    <Modal opened={opened} onClose={onClose} title={`Merge ${category.name} into another class`}>
      <Stack gap="md">
        <Select
          label="Into"
          placeholder="Choose a class"
          data={others.map(({ id, name }) => ({ value: id, label: name }))}
          value={intoId}
          onChange={setIntoId}
          error={problem}
          searchable
          data-autofocus
        />
        <Text size="sm" c="dimmed">
          {formatQuantity(category.annotationCount, "annotation")} of {category.name} will get the class{" "}
          {into?.name ?? "you choose"}. Each change is a revision that can be restored individually. The class{" "}
          {category.name} will be deleted.
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={fetching} disabled={into === null} onClick={merge}>
            Merge
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

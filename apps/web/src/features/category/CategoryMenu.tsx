"use client";

import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowMerge, IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { deleteCategoryMutation } from "./categoryMutations.ts";
import { EditCategoryDialog } from "./EditCategoryDialog.tsx";
import { MergeCategoryDialog } from "./MergeCategoryDialog.tsx";

export interface MenuCategory {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly annotationCount: number;
}

interface CategoryMenuProps {
  readonly category: MenuCategory;
  readonly others: readonly MenuCategory[];
  /** The category is not there any more. */
  readonly onGone: () => void;
}

/** What can be done with a class: another name or colour, into another class, away. */
export function CategoryMenu({ category, others, onGone }: CategoryMenuProps) {
  const [editing, edit] = useDisclosure(false);
  const [merging, merge] = useDisclosure(false);
  const [, deleteCategory] = useGraphMutation(deleteCategoryMutation);

  const remove = async () => {
    const outcome = await deleteCategory({ input: { id: category.id } });
    if (!outcome.ok) return notifyFailed("The class was not deleted", outcome.message);
    notifyDone(`${category.name} was deleted`);
    onGone();
  };

  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon size={22} aria-label={`Edit the class ${category.name}`}>
            <IconDots size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={edit.open}>
            Name and colour
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowMerge size={15} />} onClick={merge.open} disabled={others.length === 0}>
            Merge into another class
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={15} />}
            color="red"
            onClick={remove}
            disabled={category.annotationCount > 0}
            title={
              category.annotationCount > 0
                ? "This class has annotations. Merge it into another class instead."
                : undefined
            }
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <EditCategoryDialog key={category.name} category={category} opened={editing} onClose={edit.close} />
      <MergeCategoryDialog
        category={category}
        others={others}
        opened={merging}
        onClose={merge.close}
        onMerged={onGone}
      />
    </>
  );
}

"use client";

import { Button, MultiSelect, Popover, Stack, TagsInput, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconTag } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { notifyDone } from "../../feedback/notify.ts";
import { formatQuantity } from "../../format/formatNumber.ts";
import type { ImageFilterInput } from "./imageFilter.ts";
import { useTagImages } from "./useTagImages.ts";

interface TagImagesMenuProps {
  readonly datasetId: string;
  /** The images chosen; with none, all that the filter lets through are meant. */
  readonly selectedIds: ReadonlySet<string>;
  readonly filter: ImageFilterInput;
  /** How many the filter lets through. */
  readonly shownCount: number;
  /** Tags that images of the dataset have. */
  readonly tags: readonly string[];
  readonly onTagged: () => void;
}

/** Gives many images tags, or takes some from them: of those chosen, else of all that the filter shows. */
export function TagImagesMenu(props: TagImagesMenuProps) {
  const { datasetId, selectedIds, filter, shownCount, tags, onTagged } = props;
  const [opened, popover] = useDisclosure(false);
  const [tagImages, busy] = useTagImages();
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const count = selectedIds.size > 0 ? selectedIds.size : shownCount;
  const images = `${formatQuantity(count, "image")}`;

  const apply = async (event: FormEvent) => {
    event.preventDefault();
    const which = selectedIds.size > 0 ? { imageIds: [...selectedIds] } : { filter };
    const outcome = await tagImages({ datasetId, ...which, add, remove });
    if (!outcome.ok) return setProblem(outcome.message);
    notifyDone(
      outcome.data.changedCount === 0
        ? "The images already have these tags"
        : `Tags of ${formatQuantity(outcome.data.changedCount, "image")} changed`,
    );
    setAdd([]);
    setRemove([]);
    setProblem(null);
    popover.close();
    onTagged();
  };

  return (
    <Popover opened={opened} onChange={popover.toggle} trapFocus shadow="md" width={300} position="bottom-end">
      <Popover.Target>
        <Button
          variant="default"
          size="compact-md"
          fw={500}
          leftSection={<IconTag size={15} />}
          onClick={popover.toggle}
          disabled={count === 0}
        >
          Tag
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={apply}>
          <Stack gap="sm">
            <Text size="sm">
              {selectedIds.size > 0 ? `The ${images} you selected` : `All ${images} shown`}
              {selectedIds.size > 0 ? null : (
                <Text span c="dimmed">
                  {" "}
                  (or select images by the checkbox in their corner)
                </Text>
              )}
            </Text>
            <TagsInput
              label="Add"
              placeholder={add.length === 0 ? "night, site:quay" : ""}
              description="Press Enter or comma after each tag"
              data={tags.filter((tag) => !remove.includes(tag))}
              value={add}
              onChange={setAdd}
              maxTags={50}
              acceptValueOnBlur
              data-autofocus
              comboboxProps={{ withinPortal: false }}
            />
            {tags.length > 0 ? (
              <MultiSelect
                label="Remove"
                data={tags.filter((tag) => !add.includes(tag))}
                value={remove}
                onChange={setRemove}
                searchable
                comboboxProps={{ withinPortal: false }}
              />
            ) : null}
            {problem ? (
              <Text size="sm" c="red" role="alert">
                {problem}
              </Text>
            ) : null}
            <Button type="submit" loading={busy} disabled={add.length + remove.length === 0}>
              Change {images}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

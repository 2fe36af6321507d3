import { ActionIcon, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { formatCount } from "../format/formatNumber.ts";

interface PageButtonsProps {
  readonly offset: number;
  readonly pageSize: number;
  readonly total: number;
  readonly onOffset: (offset: number) => void;
}

/** "21 to 40 of 1,204" between a step back and a step on; nothing where there is one page only. */
export function PageButtons({ offset, pageSize, total, onOffset }: PageButtonsProps) {
  if (total <= pageSize) return null;
  return (
    <Group gap={6} justify="flex-end">
      <ActionIcon
        variant="default"
        size={26}
        aria-label="Previous page"
        disabled={offset === 0}
        onClick={() => onOffset(Math.max(0, offset - pageSize))}
      >
        <IconChevronLeft size={15} />
      </ActionIcon>
      <Text size="xs" c="dimmed" className="tabular" role="status">
        {formatCount(offset + 1)} to {formatCount(Math.min(offset + pageSize, total))} of {formatCount(total)}
      </Text>
      <ActionIcon
        variant="default"
        size={26}
        aria-label="Next page"
        disabled={offset + pageSize >= total}
        onClick={() => onOffset(offset + pageSize)}
      >
        <IconChevronRight size={15} />
      </ActionIcon>
    </Group>
  );
}

"use client";

import { Button, MultiSelect, Popover, Stack, Text } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";

interface ColumnsMenuProps {
  readonly metrics: readonly string[];
  readonly settings: readonly string[];
  /** As they stand in the page's address. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Which metrics and settings stand in the table. */
export function ColumnsMenu({ metrics, settings, chosen, onChange }: ColumnsMenuProps) {
  const known = new Set<string>();
  const once = (values: readonly string[]) =>
    values.filter((value) => !known.has(value) && known.add(value)).map((value) => ({ value, label: label(value) }));
  const data = [
    { group: "Best value", items: once(metrics.map((name) => `best(${name})`)) },
    { group: "Last value", items: once(metrics) },
    { group: "Minimum", items: once(metrics.map((name) => `min(${name})`)) },
    { group: "Maximum", items: once(metrics.map((name) => `max(${name})`)) },
    { group: "Settings", items: once(settings.map((name) => `setting:${name}`)) },
    { group: "From the page address", items: once(chosen) },
  ];
  return (
    <Popover width={340} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" px="sm" leftSection={<IconColumns3 size={16} />}>
          Columns{chosen.length > 0 ? ` (${chosen.length})` : ""}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <MultiSelect
            label="Metrics and settings"
            placeholder={chosen.length === 0 ? "Choose" : ""}
            data={data.filter(({ items }) => items.length > 0)}
            value={[...chosen]}
            onChange={onChange}
            searchable
            clearable
            maxDropdownHeight={260}
            comboboxProps={{ withinPortal: false }}
          />
          <Text size="xs" c="dimmed">
            Click a column header to sort by it. The page address keeps this view.
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function label(value: string): string {
  return value.startsWith("setting:") ? value.slice("setting:".length) : value;
}

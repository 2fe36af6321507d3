import { ActionIcon, Affix, Button, Group, Paper, Text, Transition } from "@mantine/core";
import { IconChartLine, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { PageLink } from "../../url/PageLink.tsx";

/** Appears with the first selected run; two or more can be compared. */
export function CompareBar({
  selected,
  onClear,
  children,
}: {
  selected: readonly string[];
  onClear: () => void;
  /** What else can be done with the selected runs. */
  children?: ReactNode;
}) {
  const enough = selected.length >= 2;
  return (
    <Affix position={{ bottom: 24, left: "50%" }} withinPortal={false} style={{ transform: "translateX(-50%)" }}>
      <Transition mounted={selected.length > 0} transition="slide-up" duration={120}>
        {(style) => (
          <Paper shadow="lg" radius="lg" px="md" py="xs" style={style} bg="var(--my-surface-raised)">
            <Group gap="sm" wrap="nowrap">
              <Text size="sm" className="tabular" style={{ whiteSpace: "nowrap" }}>
                {selected.length} selected
              </Text>
              {enough ? (
                <Button
                  component={PageLink}
                  href={`/runs/compare?ids=${selected.map(encodeURIComponent).join(",")}`}
                  size="xs"
                  leftSection={<IconChartLine size={15} />}
                >
                  Compare
                </Button>
              ) : (
                <Text size="sm" c="dimmed" style={{ whiteSpace: "nowrap" }}>
                  Select another run to compare
                </Text>
              )}
              {children}
              <ActionIcon size="sm" aria-label="Clear selection" onClick={onClear}>
                <IconX size={15} />
              </ActionIcon>
            </Group>
          </Paper>
        )}
      </Transition>
    </Affix>
  );
}

"use client";

import { Button, Collapse, Stack } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useFieldProblem } from "../../feedback/FieldProblems.tsx";

interface AdvancedFieldsProps {
  /** Of the fields inside, as for {@link useFieldProblem}: a problem of theirs opens it. */
  readonly paths: string;
  readonly children: ReactNode;
}

/** What few launches need, behind a button. */
export function AdvancedFields({ paths, children }: AdvancedFieldsProps) {
  const [opened, setOpened] = useState(false);
  const problem = useFieldProblem(paths, null);
  const [shown, setShown] = useState(problem);
  if (shown !== problem) {
    setShown(problem);
    if (problem !== null) setOpened(true);
  }
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={opened ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        onClick={() => setOpened(!opened)}
        aria-expanded={opened}
      >
        Advanced
      </Button>
      <Collapse expanded={opened}>
        <Stack gap="md" pt="xs">
          {children}
        </Stack>
      </Collapse>
    </div>
  );
}

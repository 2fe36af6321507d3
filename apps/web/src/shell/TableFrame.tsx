import { Paper, type PaperProps } from "@mantine/core";
import type { ReactNode } from "react";

interface TableFrameProps extends PaperProps {
  /** What the table lists, for those who hear it. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A table on a surface of its own, which scrolls sideways where the screen is narrow, by keyboard too. */
export function TableFrame({ label, children, ...paper }: TableFrameProps) {
  return (
    <Paper
      component="section"
      radius="lg"
      bg="var(--my-surface-raised)"
      style={{ overflowX: "auto" }}
      tabIndex={0}
      aria-label={label}
      {...paper}
    >
      {children}
    </Paper>
  );
}

import { Button, SimpleGrid, Skeleton } from "@mantine/core";
import { IconFlame } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { CombinedError } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";

const COLUMNS = { base: 1, sm: 2, lg: 3 };

interface LossImageGridProps {
  /** Undefined until they are read. */
  readonly cards: readonly ReactNode[] | undefined;
  readonly error: CombinedError | undefined;
  readonly fetching: boolean;
  readonly onRetry: () => void;
  /** When the first will come. */
  readonly emptyText: string;
  /** Left out where there are no more. */
  readonly onMore: (() => void) | undefined;
  /** Stands above the cards. */
  readonly children: ReactNode;
}

/** Images by their losses, with what stands in their place while there are none. */
export function LossImageGrid(props: LossImageGridProps) {
  const { cards, error, fetching, onRetry, emptyText, onMore, children } = props;
  if (!cards) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={onRetry} />
    ) : (
      <SimpleGrid cols={COLUMNS} role="status" aria-label="Loading images">
        <Skeleton h={240} radius="lg" />
        <Skeleton h={240} radius="lg" />
        <Skeleton h={240} radius="lg" />
      </SimpleGrid>
    );
  }
  if (cards.length === 0) {
    return (
      <EmptyState icon={<IconFlame size={24} stroke={1.6} />} title="No per-image losses yet">
        {emptyText}
      </EmptyState>
    );
  }
  return (
    <>
      {children}
      <SimpleGrid cols={COLUMNS}>{cards}</SimpleGrid>
      {onMore ? (
        <Button variant="default" mt="lg" loading={fetching} onClick={onMore}>
          Show more images
        </Button>
      ) : null}
    </>
  );
}

"use client";

import { Button, Group, Paper, Skeleton, Switch, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowDown, IconSearch, IconTerminal2 } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import { useQuery } from "urql";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatCount } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { appendLines, type LogLine } from "./appendLines.ts";
import classes from "./RunLogTab.module.css";
import type { RunEventListener } from "./useRunEvents.ts";

const LAST_LINES = 2_000;

const runLogQuery = graphql(`
  query RunLog($id: ID!, $last: Int!, $search: String) {
    run(id: $id) {
      id
      log(last: $last, search: $search) {
        total
        lines {
          index
          at
          level
          text
        }
      }
    }
  }
`);

interface RunLogTabProps {
  readonly runId: string;
  readonly live: boolean;
  readonly events: (listener: RunEventListener) => () => void;
}

/** What the trainer wrote, newest at the bottom; it follows the end until the reader scrolls away from it. */
export function RunLogTab({ runId, live, events }: RunLogTabProps) {
  const [search, setSearch] = useState("");
  // The server searches the whole log; what is heard meanwhile is searched here.
  const [wantedText] = useDebouncedValue(search.trim(), 250);
  const [{ data, error, fetching }, refetch] = useQuery({
    query: runLogQuery,
    variables: { id: runId, last: LAST_LINES, search: wantedText === "" ? null : wantedText },
    requestPolicy: "cache-and-network",
  });
  const [heard, setHeard] = useState<readonly LogLine[]>([]);
  const [follow, setFollow] = useState(true);
  const [times, setTimes] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);

  useEffect(
    () =>
      events(({ logLines, missed }) => {
        if (missed) refetch({ requestPolicy: "network-only" });
        if (logLines.length > 0) setHeard((before) => appendLines(before, logLines));
      }),
    [events, refetch],
  );

  const read = data?.run?.log.lines;
  const lines = useMemo(() => {
    const all = appendLines(read ?? [], heard);
    const wanted = search.trim().toLowerCase();
    return wanted === "" ? all : all.filter(({ text }) => text.toLowerCase().includes(wanted));
  }, [read, heard, search]);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
    overscan: 20,
    getItemKey: (i) => lines[i]?.index ?? i,
  });

  useEffect(() => {
    if (follow && lines.length > 0) virtualizer.scrollToIndex(lines.length - 1, { align: "end" });
  }, [follow, lines.length, virtualizer]);

  if (!read) {
    if (error && !fetching) {
      return <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />;
    }
    return <Skeleton h={360} radius="lg" role="status" aria-label="Loading the log" />;
  }
  if (lines.length === 0 && search === "") {
    return (
      <EmptyState icon={<IconTerminal2 size={24} stroke={1.6} />} title="Nothing logged yet">
        {live ? "Log lines appear here as the trainer writes them." : "The trainer logged nothing for this run."}
      </EmptyState>
    );
  }
  const omitted = wantedText === "" ? (data?.run?.log.total ?? 0) - read.length : 0;
  return (
    <>
      <Group mb="sm">
        <TextInput
          aria-label="Search the log"
          placeholder="Search"
          leftSection={<IconSearch size={15} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          w={240}
        />
        <Switch size="sm" label="Times" checked={times} onChange={(event) => setTimes(event.currentTarget.checked)} />
        <Text size="xs" c="dimmed" ml="auto" className="tabular">
          {formatCount(lines.length)} lines{omitted > 0 ? `, ${formatCount(omitted)} earlier ones not shown` : ""}
        </Text>
      </Group>
      <Paper radius="lg" className={classes.frame ?? ""}>
        <div
          ref={scroller}
          className={classes.scroller}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
          tabIndex={0}
          role="log"
          aria-label="Run log"
          onScroll={({ currentTarget: box }) => setFollow(box.scrollHeight - box.scrollTop - box.clientHeight < 40)}
        >
          <div style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
            {virtualizer.getVirtualItems().map((item) => {
              const line = lines[item.index];
              return line ? (
                <div
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  className={classes.line}
                  data-level={line.level.toLowerCase()}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {times ? <time>{line.at.slice(11, 19)}</time> : null}
                  {line.text}
                </div>
              ) : null;
            })}
          </div>
        </div>
        {follow ? null : (
          <Button
            size="compact-sm"
            className={classes.toEnd ?? ""}
            leftSection={<IconArrowDown size={14} />}
            onClick={() => setFollow(true)}
          >
            Follow
          </Button>
        )}
      </Paper>
    </>
  );
}

"use client";

import { Alert, Badge, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { formatCount, formatQuantity } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import classes from "./ImportReport.module.css";
import { LedgerEntries } from "./LedgerEntries.tsx";

export const importReportFragment = graphql(`
    fragment ImportReport on Import {
      id
      status
      format
      imageCount
      annotationCount
      error
      ledger {
        read
        kept
        merged
        rounded
        clipped
        guessed
        dropped
        entryCount
      }
    }
`);

const OUTCOMES = [
  ["kept", "Unchanged"],
  ["merged", "Merged"],
  ["rounded", "Rounded"],
  ["clipped", "Clipped"],
  ["guessed", "Guessed"],
  ["dropped", "Dropped"],
] as const;

/** What an import read and what became of it: every annotation read has exactly one outcome. */
export function ImportReport({ report: reference }: { report: FragmentOf<typeof importReportFragment> }) {
  const report = readFragment(importReportFragment, reference);
  const { ledger } = report;
  return (
    <Stack gap="md">
      {report.status === "FAILED" ? (
        <Alert color="red" icon={<IconAlertCircle size={18} />} title="The import failed" role="alert">
          {report.error ?? "No reason was recorded."}
        </Alert>
      ) : report.status === "CANCELLED" ? (
        <Text fw={600}>The import was cancelled. Nothing was kept.</Text>
      ) : (
        <Group gap="xs">
          <Text fw={600}>
            {formatQuantity(report.imageCount, "image")} and {formatQuantity(report.annotationCount, "annotation")}{" "}
            imported
          </Text>
          {report.format ? (
            <Badge variant="light" color="gray" tt="none">
              {report.format}
            </Badge>
          ) : null}
        </Group>
      )}
      {ledger ? (
        <>
          <SimpleGrid cols={{ base: 3, xs: 6 }} spacing="xs">
            {OUTCOMES.map(([key, label]) => (
              <div key={key} className={classes.outcome} data-loss={key === "dropped" && ledger.dropped > 0}>
                <Text fw={600} size="lg" className="tabular">
                  {formatCount(ledger[key])}
                </Text>
                <Text size="xs" c="dimmed">
                  {label}
                </Text>
              </div>
            ))}
          </SimpleGrid>
          <Text size="sm" c="dimmed">
            {formatQuantity(ledger.read, "annotation")} read.{" "}
            {ledger.entryCount === 0
              ? "Nothing was changed or left out."
              : `${formatQuantity(ledger.entryCount, "remark")}, each with its location in the files:`}
          </Text>
          {ledger.guessed > 0 ? (
            <Text size="sm" c="dimmed">
              If a guess is wrong, import the files into a new dataset and choose how they are read.
            </Text>
          ) : null}
          {ledger.entryCount > 0 ? <LedgerEntries importId={report.id} total={ledger.entryCount} /> : null}
        </>
      ) : null}
    </Stack>
  );
}

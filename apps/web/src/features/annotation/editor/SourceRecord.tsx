"use client";

import { Code, Spoiler, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "urql";
import { describeError } from "../../../graph/describeError.ts";
import { graphql } from "../../../graph/graphql.ts";

const recordQuery = graphql(`
  query SourceRecord($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Annotation {
        raw
      }
    }
  }
`);

/** The record an annotation was imported from, as the file had it; read when it is asked for. */
export function SourceRecord({ annotationId }: { annotationId: string }) {
  const [opened, record] = useDisclosure(false);
  return (
    <div>
      <UnstyledButton fz="xs" c="dimmed" onClick={record.toggle} aria-expanded={opened}>
        {opened ? "Hide the source record" : "Show the source record"}
      </UnstyledButton>
      {opened ? <RecordText annotationId={annotationId} /> : null}
    </div>
  );
}

function RecordText({ annotationId }: { annotationId: string }) {
  const [{ data, error }] = useQuery({ query: recordQuery, variables: { id: annotationId } });
  const raw = data?.node?.__typename === "Annotation" ? data.node.raw : undefined;
  if (raw === undefined) {
    return error ? (
      <Text size="xs" c="red">
        {describeError(error)}
      </Text>
    ) : null;
  }
  if (raw === null) {
    return (
      <Text size="xs" c="dimmed">
        There is none. This annotation was drawn here.
      </Text>
    );
  }
  return (
    <Spoiler maxHeight={160} showLabel="Show all" hideLabel="Show less" fz="xs">
      <Code block fz={11} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {recordText(raw)}
      </Code>
    </Spoiler>
  );
}

/** A key a line; what a key holds stays on its line, for a ring has hundreds of numbers. */
function recordText(raw: unknown): string {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return JSON.stringify(raw);
  return Object.entries(raw)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join("\n");
}

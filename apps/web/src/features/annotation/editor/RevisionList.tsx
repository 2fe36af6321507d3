"use client";

import { Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "urql";
import { formatDateTime, formatRelativeTime } from "../../../format/formatTime.ts";
import { graphql } from "../../../graph/graphql.ts";
import classes from "./RevisionList.module.css";

const revisionsQuery = graphql(`
  query AnnotationRevisions($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Annotation {
        revisions {
          revision
          change
          origin
          createdAt
          category {
            id
            name
          }
          author {
            id
            name
          }
        }
      }
    }
  }
`);

const CHANGES = { CREATED: "Created", CHANGED: "Changed", DELETED: "Deleted", RESTORED: "Restored" } as const;

/** Who changed the annotation and when, newest first. `revision` is the one in force: a newer one is read anew. */
export function RevisionList({
  annotationId,
  revision,
  onRestore,
}: {
  annotationId: string;
  revision: number;
  onRestore: (revision: number) => void;
}) {
  const [{ data }] = useQuery({
    query: revisionsQuery,
    variables: { id: annotationId },
    requestPolicy: "cache-and-network",
  });
  const revisions = data?.node?.__typename === "Annotation" ? data.node.revisions : [];
  const now = Date.now();
  return (
    <ol className={classes.list} aria-label={`Revisions, revision ${revision} is current`}>
      {[...revisions]
        .sort((a, b) => b.revision - a.revision)
        .slice(0, 12)
        .map((one) => (
          <li key={one.revision} title={formatDateTime(one.createdAt)}>
            <Text size="xs" component="span" c={one.revision === revision ? "" : "dimmed"}>
              r{one.revision} {CHANGES[one.change]}
            </Text>
            <Text size="xs" component="span" c="dimmed">
              {one.author?.name ?? (one.origin === "IMPORT" ? "import" : "–")}, {formatRelativeTime(one.createdAt, now)}
            </Text>
            {one.revision === revision || one.change === "DELETED" ? null : (
              <UnstyledButton
                fz="xs"
                c="var(--mantine-primary-color-filled)"
                aria-label={`Restore revision ${one.revision}`}
                onClick={() => onRestore(one.revision)}
              >
                Restore
              </UnstyledButton>
            )}
          </li>
        ))}
    </ol>
  );
}

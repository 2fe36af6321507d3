"use client";

import { Select } from "@mantine/core";
import { useQuery } from "urql";
import { useFieldProblem } from "../../feedback/FieldProblems.tsx";
import { formatQuantity } from "../../format/formatNumber.ts";
import { formatDate } from "../../format/formatTime.ts";
import { graphql } from "../../graph/graphql.ts";
import type { FrozenChoice } from "./useLaunchDraft.ts";

const snapshotChoicesQuery = graphql(`
  query SnapshotChoices($id: ID!) {
    dataset(id: $id) {
      id
      snapshots(first: 100) {
        edges {
          node {
            id
            hash
            createdAt
            imageCount
            split {
              id
              name
            }
            newestRuns: runs(first: 3) {
              id
              number
            }
          }
        }
      }
    }
  }
`);

interface FrozenDataFieldProps {
  readonly datasetId: string | null;
  readonly splits: readonly { readonly id: string; readonly name: string }[];
  readonly value: FrozenChoice;
  readonly onChange: (choice: FrozenChoice) => void;
  /** From the cloned run: offered although it may be older than those that are listed. */
  readonly source?: { readonly id: string; readonly hash: string } | null;
}

/** The dataset as it is now with a split, or one of its snapshots, on which runs compare with earlier ones. */
export function FrozenDataField({ datasetId, splits, value, onChange, source = null }: FrozenDataFieldProps) {
  const [{ data }] = useQuery({
    query: snapshotChoicesQuery,
    variables: { id: datasetId ?? "" },
    pause: datasetId === null,
    requestPolicy: "cache-and-network",
  });
  const snapshots = data?.dataset?.snapshots.edges.map(({ node }) => node) ?? [];
  const isListed = source === null || snapshots.some(({ id }) => id === source.id);
  const isSplit = (id: string) => splits.some((split) => split.id === id);
  return (
    <Select
      label="Split or snapshot"
      placeholder={splits.length === 0 ? "Stratified 80/20, created at launch" : "Newest split"}
      data={[
        {
          group: "Current dataset with split",
          items: splits.map(({ id, name }) => ({ value: id, label: name })),
        },
        ...(isListed
          ? []
          : [{ group: "From the cloned run", items: [{ value: source.id, label: source.hash.slice(0, 12) }] }]),
        {
          group: "Snapshots of earlier runs",
          items: snapshots.map(({ id, hash, createdAt, imageCount, split, newestRuns }) => ({
            value: id,
            label: [
              hash.slice(0, 12),
              formatDate(createdAt),
              formatQuantity(imageCount, "image"),
              ...(split ? [split.name] : []),
              ...(newestRuns.length > 0 ? [`run ${newestRuns.map(({ number }) => `#${number}`).join(", ")}`] : []),
            ].join(" · "),
          })),
        },
      ]}
      value={value.snapshotId ?? value.splitId}
      onChange={(id) =>
        onChange({
          splitId: id !== null && isSplit(id) ? id : null,
          snapshotId: id !== null && !isSplit(id) ? id : null,
        })
      }
      comboboxProps={{ width: 460, position: "bottom-start" }}
      searchable
      clearable
      error={useFieldProblem("splitId snapshotId", value)}
    />
  );
}

import { Badge, Group, Table, Text } from "@mantine/core";
import { formatCount, formatQuantity } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, type ResultOf, readFragment } from "../../graph/graphql.ts";
import { PageLink } from "../../url/PageLink.tsx";

export const differenceFragment = graphql(`
  fragment Difference on SnapshotDiff {
    images {
      added
      removed
      changed
    }
    annotations {
      added
      removed
      changed
      geometryChanged
      categoryChanged
    }
    categoriesAdded
    categoriesRemoved
    categoriesRenamed {
      before
      after
    }
    isEmpty
    changeCount
    changes(first: 200) {
      kind
      fileName
      imageChanged
      subsetBefore
      subsetAfter
      image {
        id
      }
      annotations {
        added
        removed
        changed
      }
      annotationChanges {
        kind
        geometryChanged
        categoryBefore
        categoryAfter
      }
    }
  }
`);

type Change = ResultOf<typeof differenceFragment>["changes"][number];

const KINDS = {
  ADDED: { color: "teal", label: "added" },
  REMOVED: { color: "red", label: "removed" },
  CHANGED: { color: "blue", label: "changed" },
} as const;

interface DifferenceViewProps {
  readonly difference: FragmentOf<typeof differenceFragment>;
  readonly datasetId: string;
}

/** What became of images and annotations, in figures and image by image. */
export function DifferenceView({ difference: reference, datasetId }: DifferenceViewProps) {
  const difference = readFragment(differenceFragment, reference);
  const { images, annotations, categoriesAdded, categoriesRemoved, categoriesRenamed, changes, changeCount } =
    difference;
  if (difference.isEmpty) {
    return (
      <Text size="sm" c="dimmed">
        No differences: the images, annotations and subsets are the same.
      </Text>
    );
  }
  return (
    <>
      <Text size="sm" className="tabular">
        Images: {formatCount(images.added)} added, {formatCount(images.removed)} removed, {formatCount(images.changed)}{" "}
        changed.
      </Text>
      <Text size="sm" className="tabular">
        Annotations: {formatCount(annotations.added)} added, {formatCount(annotations.removed)} removed,{" "}
        {formatCount(annotations.changed)} changed ({formatCount(annotations.geometryChanged)} in shape,{" "}
        {formatCount(annotations.categoryChanged)} in class).
      </Text>
      {categoriesAdded.length > 0 ? <Text size="sm">Classes added: {categoriesAdded.join(", ")}.</Text> : null}
      {categoriesRemoved.length > 0 ? <Text size="sm">Classes removed: {categoriesRemoved.join(", ")}.</Text> : null}
      {categoriesRenamed.map(({ before, after }) => (
        <Text key={before} size="sm">
          The class {before} is now called {after}.
        </Text>
      ))}
      {changes.length > 0 ? <ChangedImages changes={changes} datasetId={datasetId} /> : null}
      {changes.length < changeCount ? (
        <Text size="sm" c="dimmed" mt="sm">
          and {formatQuantity(changeCount - changes.length, "more image", "more images")}; the command line lists all
          with maskyard snapshot diff --json.
        </Text>
      ) : null}
    </>
  );
}

function ChangedImages({ changes, datasetId }: { readonly changes: readonly Change[]; readonly datasetId: string }) {
  return (
    <Table mt="md" fz="sm" verticalSpacing={6} className="tabular">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Image</Table.Th>
          <Table.Th>Change</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map((change) => (
          <Table.Tr key={`${change.kind} ${change.fileName}`}>
            <Table.Td style={{ overflowWrap: "anywhere" }}>
              {change.image ? (
                <PageLink href={`/datasets/${datasetId}/images/${change.image.id}`}>{change.fileName}</PageLink>
              ) : (
                change.fileName
              )}
            </Table.Td>
            <Table.Td>
              <Group gap={8}>
                <Badge size="sm" variant="light" color={KINDS[change.kind].color} tt="none">
                  {KINDS[change.kind].label}
                </Badge>
                {describeChange(change)}
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The parts of a change as one line: "2 reshaped, 1 car is sign, moved from train to val". */
function describeChange(change: Change): string {
  if (change.kind !== "CHANGED") {
    return formatQuantity(change.annotations[change.kind === "ADDED" ? "added" : "removed"], "annotation");
  }
  const { annotationChanges, subsetBefore, subsetAfter } = change;
  const count = (kind: Change["kind"]) => annotationChanges.filter((one) => one.kind === kind).length;
  const reshaped = annotationChanges.filter(({ geometryChanged }) => geometryChanged).length;
  const relabelled = annotationChanges.filter(
    (one) => one.kind === "CHANGED" && one.categoryBefore !== one.categoryAfter,
  );
  return [
    change.imageChanged ? "another file" : null,
    subsetBefore === subsetAfter ? null : `from ${subset(subsetBefore)} to ${subset(subsetAfter)}`,
    count("ADDED") > 0 ? `${count("ADDED")} added` : null,
    count("REMOVED") > 0 ? `${count("REMOVED")} removed` : null,
    reshaped > 0 ? `${reshaped} reshaped` : null,
    ...relabelledTexts(relabelled),
  ]
    .filter((part) => part !== null)
    .join(", ");
}

/** "8 shop are now facade": as many as changed alike, told once. */
function relabelledTexts(relabelled: readonly Change["annotationChanges"][number][]): string[] {
  const counts = new Map<string, number>();
  for (const { categoryBefore, categoryAfter } of relabelled) {
    const key = JSON.stringify([categoryBefore, categoryAfter]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => {
    const [before, after] = JSON.parse(key) as [string | null, string | null];
    return count === 1 ? `${before} is now ${after}` : `${count} ${before} are now ${after}`;
  });
}

function subset(name: string | null): string {
  return name === null ? "no subset" : name.toLowerCase();
}

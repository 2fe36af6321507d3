import { Alert, Text } from "@mantine/core";
import { IconDatabaseExclamation } from "@tabler/icons-react";
import { formatQuantity } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";

export const comparedSnapshotFragment = graphql(`
  fragment ComparedSnapshot on Run {
    id
    name
    dataset {
      id
      name
    }
    snapshot {
      id
      hash
      imageCount
      annotationCount
    }
  }
`);

/** Says when the runs did not train on the same data: their figures then do not compare as they stand. */
export function SnapshotNote({ runs: references }: { runs: readonly FragmentOf<typeof comparedSnapshotFragment>[] }) {
  const runs = readFragment(comparedSnapshotFragment, references);
  if (new Set(runs.map(({ snapshot }) => snapshot?.hash)).size < 2) return null;
  return (
    <Alert color="yellow" icon={<IconDatabaseExclamation size={18} />} title="These runs used different data" mb="lg">
      {runs.map((run) => (
        <Text key={run.id} size="sm">
          {run.name}:{" "}
          {run.snapshot
            ? `${run.dataset?.name}, snapshot ${run.snapshot.hash.slice(0, 12)} with ${formatQuantity(run.snapshot.imageCount, "image")} and ${formatQuantity(run.snapshot.annotationCount, "annotation")}`
            : "trained elsewhere, on data that is not known here"}
        </Text>
      ))}
    </Alert>
  );
}

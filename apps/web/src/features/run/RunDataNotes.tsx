import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { formatQuantity } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";

export const runDataNotesFragment = graphql(`
  fragment RunDataNotes on Run {
    id
    leakage {
      heldOutImages
      exactPairs
      nearPairs
      groupPairs
    }
  }
`);

/** What is to be known of a run's data before its figures are believed. */
export function RunDataNotes({ run: reference }: { run: FragmentOf<typeof runDataNotesFragment> }) {
  const { leakage } = readFragment(runDataNotesFragment, reference);
  if (!leakage) return null;
  return (
    <Alert
      color="orange"
      icon={<IconAlertTriangle size={18} />}
      title={`Trained on a leaking split: ${formatQuantity(leakage.heldOutImages, "held-out image")}`}
      mx="var(--my-page-inset)"
      mb="md"
    >
      The model was trained on images like these ({leakage.exactPairs} identical files, {leakage.nearPairs} lookalikes,{" "}
      {leakage.groupPairs} in the same group), as allowed at launch. Metrics on them are too optimistic.
    </Alert>
  );
}

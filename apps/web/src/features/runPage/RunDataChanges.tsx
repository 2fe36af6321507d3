"use client";

import { Alert, Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDatabaseExclamation } from "@tabler/icons-react";
import { useQuery } from "urql";
import { formatQuantity } from "../../format/formatNumber.ts";
import { graphql } from "../../graph/graphql.ts";
import { DifferenceView, differenceFragment } from "../snapshot/DifferenceView.tsx";

const dataChangesQuery = graphql(
  `
    query RunDataChanges($id: ID!) {
      run(id: $id) {
        id
        dataset {
          id
        }
        dataChanges {
          images {
            added
            removed
            changed
          }
          annotations {
            added
            removed
            changed
          }
          ...Difference
        }
      }
    }
  `,
  [differenceFragment],
);

/** Says when a run's dataset is no longer what it trained on, with the difference. Read apart: it can take a second. */
export function RunDataChanges({ runId }: { runId: string }) {
  const [{ data }] = useQuery({
    query: dataChangesQuery,
    variables: { id: runId },
    requestPolicy: "cache-and-network",
  });
  const [opened, details] = useDisclosure(false);
  const changes = data?.run?.dataChanges;
  if (!changes || !data.run?.dataset) return null;
  const images = changes.images.added + changes.images.removed + changes.images.changed;
  const { added, removed, changed } = changes.annotations;
  return (
    <Alert
      color="yellow"
      icon={<IconDatabaseExclamation size={18} />}
      title="The data has changed since this run"
      mx="var(--my-page-inset)"
      mb="md"
    >
      {images === 0
        ? "The classes differ from those it was trained on."
        : `${formatQuantity(images, "image")} and ${formatQuantity(added + removed + changed, "annotation")} differ from what it was trained on.`}
      <div>
        <Button size="compact-sm" variant="default" mt={8} onClick={details.open}>
          Show the difference
        </Button>
      </div>
      <Modal opened={opened} onClose={details.close} title="Changes since the run's snapshot" size={760}>
        {opened ? <DifferenceView difference={changes} datasetId={data.run.dataset.id} /> : null}
      </Modal>
    </Alert>
  );
}

"use client";

import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconTrash } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useMutation } from "urql";
import { ConfirmDialog } from "../../feedback/ConfirmDialog.tsx";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { formatBytes, formatQuantity } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { mutationOutcome } from "../../graph/mutationOutcome.ts";

export const datasetMenuFragment = graphql(`
  fragment DatasetMenu on Dataset {
    id
    name
    imageCount
    annotationCount
    project {
      viewerRole
    }
  }
`);

const deleteDatasetMutation = graphql(`
  mutation DeleteDataset($input: DeleteDatasetInput!) {
    deleteDataset(input: $input) {
      __typename
      ... on DeleteDatasetSuccess {
        data {
          id
          bytesFreed
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

/** What an owner rarely does with a dataset: delete it. Nothing for others. */
export function DatasetMenu({ dataset: reference }: { dataset: FragmentOf<typeof datasetMenuFragment> }) {
  const { id, name, imageCount, annotationCount, project } = readFragment(datasetMenuFragment, reference);
  const router = useRouter();
  const [opened, dialog] = useDisclosure(false);
  const [deleting, deleteDataset] = useMutation(deleteDatasetMutation);
  if (project.viewerRole !== "OWNER") return null;

  const remove = async () => {
    const { data, error } = await deleteDataset({ input: { id } });
    const outcome = mutationOutcome(data?.deleteDataset, error);
    dialog.close();
    if (!outcome.ok) return notifyFailed("The dataset was not deleted", outcome.message);
    notifyDone(`${name} deleted; ${formatBytes(outcome.data.bytesFreed)} of files are free`);
    router.push("/datasets");
  };

  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="More about this dataset">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={dialog.open}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={opened}
        onClose={dialog.close}
        title={`Delete ${name}?`}
        confirmLabel="Delete dataset"
        loading={deleting.fetching}
        onConfirm={remove}
      >
        {formatQuantity(imageCount, "image")} and {formatQuantity(annotationCount, "annotation")} go, and the splits,
        snapshots and runs of the dataset with their curves and checkpoints. Files go where nothing else uses them. This
        cannot be undone.
      </ConfirmDialog>
    </>
  );
}

"use client";

import { ActionIcon, Menu, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconPencil, IconPhotoOff, IconTrash } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { ConfirmDialog } from "../../feedback/ConfirmDialog.tsx";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { formatBytes, formatQuantity } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { DeletedImages } from "../image/DeletedImages.tsx";
import { EditDatasetForm } from "./EditDatasetForm.tsx";

export const datasetMenuFragment = graphql(`
  fragment DatasetMenu on Dataset {
    id
    name
    description
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

/** What is rarely done with a dataset: an editor renames it, an owner deletes it. Nothing for others. */
export function DatasetMenu({ dataset: reference }: { dataset: FragmentOf<typeof datasetMenuFragment> }) {
  const { id, name, description, imageCount, annotationCount, project } = readFragment(datasetMenuFragment, reference);
  const router = useRouter();
  const [opened, dialog] = useDisclosure(false);
  const [editing, editor] = useDisclosure(false);
  const [listing, deletedImages] = useDisclosure(false);
  const [deleting, deleteDataset] = useGraphMutation(deleteDatasetMutation);
  if (project.viewerRole === "VIEWER") return null;

  const remove = async () => {
    const outcome = await deleteDataset({ input: { id } });
    dialog.close();
    if (!outcome.ok) return notifyFailed("The dataset was not deleted", outcome.message);
    notifyDone(`${name} deleted, ${formatBytes(outcome.data.bytesFreed)} of files freed`);
    router.push("/datasets");
  };

  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="More actions for this dataset">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={editor.open}>
            Rename or describe…
          </Menu.Item>
          <Menu.Item leftSection={<IconPhotoOff size={15} />} onClick={deletedImages.open}>
            Deleted images…
          </Menu.Item>
          {project.viewerRole === "OWNER" ? (
            <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={dialog.open}>
              Delete…
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={editing} onClose={editor.close} title="Rename or describe">
        <EditDatasetForm id={id} name={name} description={description} onDone={editor.close} />
      </Modal>
      <Modal opened={listing} onClose={deletedImages.close} title="Deleted images" size={640}>
        <DeletedImages datasetId={id} />
      </Modal>
      <ConfirmDialog
        opened={opened}
        onClose={dialog.close}
        title={`Delete ${name}?`}
        confirmLabel="Delete dataset"
        loading={deleting.fetching}
        onConfirm={remove}
      >
        {formatQuantity(imageCount, "image")} and {formatQuantity(annotationCount, "annotation")} will be deleted, along
        with the dataset's splits, snapshots and runs and their curves and checkpoints. Files that nothing else uses are
        removed. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}

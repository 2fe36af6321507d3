import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { formatDateTime } from "../../format/formatTime.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { PageLink } from "../../url/PageLink.tsx";
import { useRestoreImages } from "./useImageDeletion.ts";

export const deletedImageFragment = graphql(`
  fragment DeletedImage on Image {
    id
    fileName
    deletedAt
    displayUrl
    dataset {
      id
      name
      project {
        viewerRole
      }
    }
  }
`);

interface DeletedImagePageProps {
  readonly image: FragmentOf<typeof deletedImageFragment>;
  readonly gridHref: string;
  readonly onRestored: () => void;
}

/** Where the links of runs and predictions lead when their image was deleted since: the picture can be looked at and restored, not drawn on. */
export function DeletedImagePage({ image: reference, gridHref, onRestored }: DeletedImagePageProps) {
  const { id, fileName, deletedAt, displayUrl, dataset } = readFragment(deletedImageFragment, reference);
  const [restore, isRestoring] = useRestoreImages();
  return (
    <>
      <PageHeader
        title={fileName.slice(fileName.lastIndexOf("/") + 1)}
        crumbs={[
          { label: "Datasets", href: "/datasets" },
          { label: dataset.name, href: gridHref },
        ]}
      />
      <EmptyState
        icon={<IconTrash size={24} stroke={1.6} />}
        title="This image was deleted"
        action={
          dataset.project.viewerRole === "VIEWER" ? (
            <Button variant="default" component={PageLink} href={gridHref}>
              The dataset’s images
            </Button>
          ) : (
            <Button
              loading={isRestoring}
              onClick={async () => {
                if (await restore({ datasetId: dataset.id, imageIds: [id] })) onRestored();
              }}
            >
              Restore
            </Button>
          )
        }
      >
        It left the dataset {deletedAt ? `on ${formatDateTime(deletedAt)}` : ""} with its annotations. Snapshots, runs
        and predictions that have it stay as they are. <a href={displayUrl}>Look at the picture</a>
      </EmptyState>
    </>
  );
}

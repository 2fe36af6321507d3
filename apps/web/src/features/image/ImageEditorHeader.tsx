import { ActionIcon, Badge, Group, Text, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconDownload, IconTrash } from "@tabler/icons-react";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { PageLink } from "../../url/PageLink.tsx";
import { DeleteImages } from "./DeleteImages.tsx";
import type { ImageWalk } from "./useImageWalk.ts";

export const imageEditorHeaderFragment = graphql(`
  fragment ImageEditorHeader on Image {
    id
    fileName
    url
    sourceSubset
    dataset {
      id
      name
      project {
        viewerRole
      }
    }
  }
`);

interface ImageEditorHeaderProps {
  readonly image: FragmentOf<typeof imageEditorHeaderFragment>;
  readonly walk: ImageWalk;
  /** Edits are on their way; an image that is deleted before they come loses them. */
  readonly isSaving: boolean;
}

/** The image's name, its file, and the way to its neighbours. */
export function ImageEditorHeader({ image: reference, walk, isSaving }: ImageEditorHeaderProps) {
  const image = readFragment(imageEditorHeaderFragment, reference);
  const name = image.fileName.slice(image.fileName.lastIndexOf("/") + 1);
  return (
    <PageHeader
      title={name}
      crumbs={[
        { label: "Datasets", href: "/datasets" },
        { label: image.dataset.name, href: walk.gridHref },
      ]}
      actions={
        <Group gap={4} wrap="nowrap">
          {image.sourceSubset ? (
            <Badge variant="light" color="gray" tt="none" mr="xs" flex="none">
              {image.sourceSubset}
            </Badge>
          ) : null}
          <Tooltip label="Download the stored file">
            <ActionIcon
              component="a"
              href={image.url}
              download={name}
              variant="default"
              size={32}
              aria-label="Download the stored file"
            >
              <IconDownload size={17} />
            </ActionIcon>
          </Tooltip>
          {image.dataset.project.viewerRole === "VIEWER" ? null : (
            <DeleteImages datasetId={image.dataset.id} imageIds={[image.id]} onDeleted={walk.leave}>
              {(ask) => (
                <Tooltip label={isSaving ? "Wait until the edits are saved" : "Delete this image"}>
                  <ActionIcon
                    variant="default"
                    size={32}
                    aria-label="Delete this image"
                    disabled={isSaving}
                    onClick={ask}
                  >
                    <IconTrash size={17} />
                  </ActionIcon>
                </Tooltip>
              )}
            </DeleteImages>
          )}
          {walk.place ? (
            <Text
              size="sm"
              c="dimmed"
              className="tabular"
              component={PageLink}
              href={walk.gridHref}
              title="Back to this image in the grid"
              style={{ whiteSpace: "nowrap" }}
              mx={4}
            >
              {walk.place}
            </Text>
          ) : null}
          <Tooltip label="Previous image (←)">
            <ActionIcon
              variant="default"
              size={32}
              aria-label="Previous image"
              disabled={walk.previousId === null}
              onClick={() => walk.go(walk.previousId)}
            >
              <IconChevronLeft size={17} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Next image (→)">
            <ActionIcon
              variant="default"
              size={32}
              aria-label="Next image"
              disabled={walk.nextId === null}
              onClick={() => walk.go(walk.nextId)}
            >
              <IconChevronRight size={17} />
            </ActionIcon>
          </Tooltip>
        </Group>
      }
    />
  );
}

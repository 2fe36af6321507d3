import { ActionIcon, Badge, Group, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconDownload } from "@tabler/icons-react";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";

export const imageEditorHeaderFragment = graphql(`
  fragment ImageEditorHeader on Image {
    id
    fileName
    url
    sourceSubset
    dataset {
      id
      name
    }
    previous {
      id
    }
    next {
      id
    }
  }
`);

interface ImageEditorHeaderProps {
  readonly image: FragmentOf<typeof imageEditorHeaderFragment>;
  readonly datasetId: string;
  readonly onGo: (to: { readonly id: string } | null) => void;
}

/** The image's name, its file, and the way to its neighbours. */
export function ImageEditorHeader({ image: reference, datasetId, onGo }: ImageEditorHeaderProps) {
  const image = readFragment(imageEditorHeaderFragment, reference);
  const name = image.fileName.slice(image.fileName.lastIndexOf("/") + 1);
  return (
    <PageHeader
      title={name}
      crumbs={[
        { label: "Datasets", href: "/datasets" },
        { label: image.dataset.name, href: `/datasets/${datasetId}` },
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
          <Tooltip label="Previous image (←)">
            <ActionIcon
              variant="default"
              size={32}
              aria-label="Previous image"
              disabled={!image.previous}
              onClick={() => onGo(image.previous)}
            >
              <IconChevronLeft size={17} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Next image (→)">
            <ActionIcon
              variant="default"
              size={32}
              aria-label="Next image"
              disabled={!image.next}
              onClick={() => onGo(image.next)}
            >
              <IconChevronRight size={17} />
            </ActionIcon>
          </Tooltip>
        </Group>
      }
    />
  );
}

"use client";

import { Button, Checkbox, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { COCO_LAYOUTS, WRITTEN_FORMATS } from "@maskyard/annotations/formats";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { graphql } from "../../graph/graphql.ts";
import { exportAddress } from "./exportAddress.ts";

const splitsQuery = graphql(`
  query ExportSplits($id: ID!) {
    dataset(id: $id) {
      id
      splits {
        id
        name
      }
    }
  }
`);

const LAYOUTS = Object.entries(COCO_LAYOUTS).map(([value, label]) => ({ value, label }));
const VOC_BASES = [
  { value: "0", label: "0, as in CVAT and labelImg" },
  { value: "1", label: "1, with both ends included, as in the devkit" },
];
const FORMATS = Object.entries(WRITTEN_FORMATS).map(([value, label]) => ({ value, label }));

interface ExportDialogProps {
  readonly datasetId: string;
  readonly datasetName: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The dataset as it is now, as a zip in another tool's format; the browser downloads it while the server makes it. */
export function ExportDialog({ datasetId, datasetName, opened, onClose }: ExportDialogProps) {
  const [format, setFormat] = useState("coco");
  const [splitId, setSplitId] = useState<string | null>(null);
  const [withImages, setWithImages] = useState(true);
  // Where no images go along, their names alone say where they are.
  const [chosenLayout, setChosenLayout] = useState<string | null>(null);
  const cocoLayout = chosenLayout ?? (withImages ? "folders" : "as-named");
  const [vocBase, setVocBase] = useState("0");
  const [{ data }] = useQuery({ query: splitsQuery, variables: { id: datasetId }, pause: !opened });
  const splits = data?.dataset?.splits ?? [];
  return (
    <Modal opened={opened} onClose={onClose} title={`Export ${datasetName}`}>
      <Stack gap="md">
        <Select
          label="Format"
          data={FORMATS}
          value={format}
          onChange={(value) => setFormat(value ?? "coco")}
          allowDeselect={false}
        />
        {format === "coco" && (
          <Select
            label="Paths of images"
            data={LAYOUTS}
            value={cocoLayout}
            onChange={setChosenLayout}
            allowDeselect={false}
          />
        )}
        {format === "voc" && (
          <Select
            label="Boxes start at"
            data={VOC_BASES}
            value={vocBase}
            onChange={(value) => setVocBase(value ?? "0")}
            allowDeselect={false}
          />
        )}
        <Select
          label="Split"
          placeholder={splits.length > 0 ? "All images, not split" : "This dataset has no splits"}
          data={splits.map(({ id, name }) => ({ value: id, label: name }))}
          value={splitId}
          onChange={setSplitId}
          disabled={splits.length === 0}
          clearable
        />
        <Checkbox
          label="Include the images"
          checked={withImages}
          onChange={(event) => setWithImages(event.currentTarget.checked)}
        />
        <Text size="sm" c="dimmed">
          The file maskyard-export.json in the zip lists every annotation that the format cannot fully represent.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            component="a"
            href={exportAddress({ datasetId, format, splitId, withImages, cocoLayout, vocBase })}
            download
            leftSection={<IconDownload size={16} />}
            onClick={onClose}
          >
            Download
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

"use client";

import { Alert, Button, Checkbox, Group, Progress, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { formatBytes } from "../../format/formatNumber.ts";
import { UploadError } from "../../upload/uploadFile.ts";
import { ArchiveDropArea } from "./ArchiveDropArea.tsx";
import { ImportProgress } from "./ImportProgress.tsx";
import { uploadArchive } from "./uploadArchive.ts";

const FORMATS = [
  { value: "coco", label: "COCO" },
  { value: "labelme", label: "LabelMe JSON" },
  { value: "voc", label: "Pascal VOC XML" },
  { value: "yolo", label: "YOLO" },
  { value: "yolo-seg", label: "YOLO segmentation" },
  { value: "cvat", label: "CVAT XML" },
  { value: "via", label: "VIA, makesense VGG" },
  { value: "label-studio", label: "Label Studio JSON" },
  { value: "makesense-csv", label: "makesense CSV" },
  { value: "masks", label: "Mask images" },
  { value: "csv", label: "CSV with other columns" },
];

type Phase =
  | { readonly name: "choosing"; readonly problem: string | null }
  | { readonly name: "uploading"; readonly file: File; readonly fraction: number }
  | { readonly name: "importing"; readonly importId: string };

interface ImportPanelProps {
  readonly datasetId: string;
  readonly onFinished: () => void;
  readonly onSkip: () => void;
}

/** A zip on its way into a dataset: chosen, uploaded, imported, then reported on. */
export function ImportPanel({ datasetId, onFinished, onSkip }: ImportPanelProps) {
  const [phase, setPhase] = useState<Phase>({ name: "choosing", problem: null });
  const [format, setFormat] = useState<string | null>(null);
  const [columns, setColumns] = useState("");
  const [splitFromFiles, setSplitFromFiles] = useState(true);
  const abort = useRef<AbortController | null>(null);

  useEffect(() => () => abort.current?.abort(), []);

  const start = async (file: File) => {
    abort.current = new AbortController();
    setPhase({ name: "uploading", file, fraction: 0 });
    try {
      const importId = await uploadArchive({
        datasetId,
        file,
        format,
        columns: format === "csv" && columns.trim() !== "" ? columns.trim() : null,
        splitFromFiles,
        onProgress: (fraction) => setPhase({ name: "uploading", file, fraction }),
        signal: abort.current.signal,
      });
      setPhase({ name: "importing", importId });
    } catch (reason) {
      if (!(reason instanceof UploadError)) throw reason;
      setPhase({ name: "choosing", problem: reason.message });
    }
  };

  if (phase.name === "importing") {
    return (
      <ImportProgress
        importId={phase.importId}
        datasetId={datasetId}
        onFinished={onFinished}
        onAgain={() => setPhase({ name: "choosing", problem: null })}
      />
    );
  }
  if (phase.name === "uploading") {
    return (
      <Stack gap="sm">
        <Group justify="space-between">
          <Text size="sm" truncate>
            Uploading {phase.file.name}
          </Text>
          <Text size="sm" c="dimmed" className="tabular">
            {formatBytes(phase.fraction * phase.file.size)} of {formatBytes(phase.file.size)}
          </Text>
        </Group>
        <Progress value={phase.fraction * 100} aria-label="Upload" animated />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => abort.current?.abort()}>
            Cancel
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="md">
      {phase.problem ? (
        <Alert color="red" icon={<IconAlertCircle size={18} />} role="alert">
          {phase.problem}
        </Alert>
      ) : null}
      <ArchiveDropArea onFile={start} />
      <Group align="flex-end" justify="space-between">
        <Select
          label="Annotation format"
          placeholder="Found out from the files"
          data={FORMATS}
          value={format}
          onChange={setFormat}
          clearable
          w={230}
        />
        <Checkbox
          label="Make a split of train/val/test folders"
          checked={splitFromFiles}
          onChange={(event) => setSplitFromFiles(event.currentTarget.checked)}
          mb={8}
        />
      </Group>
      {format === "csv" ? (
        <TextInput
          label="Columns"
          description="What each column holds: file, label, x, y, w and h or xmax and ymax, width, height, subset. Left empty, columns go by their usual names."
          placeholder="file=image,label=kind,x=left,y=top,w=wide,h=high"
          value={columns}
          onChange={(event) => setColumns(event.currentTarget.value)}
        />
      ) : null}
      <Group justify="flex-end">
        <Button variant="default" onClick={onSkip}>
          Not now
        </Button>
      </Group>
    </Stack>
  );
}

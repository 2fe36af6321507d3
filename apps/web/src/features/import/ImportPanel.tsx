"use client";

import { Alert, Button, Checkbox, Group, Select, Stack, TextInput } from "@mantine/core";
import { READ_FORMATS } from "@maskyard/annotations/formats";
import { IconAlertCircle } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { notifyFailed } from "../../feedback/notify.ts";
import { addSample, type TransferSample } from "../../upload/transferPace.ts";
import { UploadError } from "../../upload/uploadFile.ts";
import { ArchiveDropArea } from "./ArchiveDropArea.tsx";
import { type ArchiveSource, archiveSource } from "./archiveSource.ts";
import { ImportProgress } from "./ImportProgress.tsx";
import type { PickedFile } from "./pickedFiles.ts";
import { choicesFor, ReaderChoices, type SaidOfFiles } from "./ReaderChoices.tsx";
import { UploadProgress } from "./UploadProgress.tsx";
import { discardArchive, type StartedImport, uploadArchive } from "./uploadArchive.ts";

const FORMATS = Object.entries(READ_FORMATS).map(([value, label]) => ({ value, label }));

type Phase =
  | { readonly name: "choosing"; readonly problem: string | null }
  | { readonly name: "uploading"; readonly source: ArchiveSource }
  | { readonly name: "importing"; readonly started: StartedImport };

interface ImportPanelProps {
  /** Id of a dataset, or the name of one that the import makes. */
  readonly dataset: string;
  /** Told the dataset of the first import that runs. */
  readonly onStarted?: (started: StartedImport) => void;
  /** Told the dataset to show; null where the import failed and there may be none. */
  readonly onFinished: (datasetId: string | null) => void;
  readonly onSkip: () => void;
}

/** A folder or zip on its way into a dataset: chosen, uploaded, imported, then reported on. */
export function ImportPanel({ dataset: firstDataset, onStarted, onFinished, onSkip }: ImportPanelProps) {
  const [dataset, setDataset] = useState(firstDataset);
  const [phase, setPhase] = useState<Phase>({ name: "choosing", problem: null });
  const [format, setFormat] = useState<string | null>(null);
  const [columns, setColumns] = useState("");
  const [said, setSaid] = useState<SaidOfFiles>({});
  const [splitFromFiles, setSplitFromFiles] = useState(true);
  const [samples, setSamples] = useState<readonly TransferSample[]>([]);
  const abort = useRef<AbortController | null>(null);

  useEffect(() => () => abort.current?.abort(), []);

  const start = async (files: Promise<readonly PickedFile[]>) => {
    const controller = new AbortController();
    abort.current = controller;
    setSamples([]);
    try {
      const source = archiveSource(await files);
      setPhase({ name: "uploading", source });
      const started = await uploadArchive({
        dataset,
        source,
        format,
        columns: format === "csv" && columns.trim() !== "" ? columns.trim() : null,
        said: Object.fromEntries(choicesFor(format).flatMap((name) => (said[name] ? [[name, said[name]]] : []))),
        splitFromFiles,
        onProgress: (bytes) => setSamples((before) => addSample(before, { atMs: performance.now(), bytes })),
        signal: controller.signal,
      });
      setPhase({ name: "importing", started });
      onStarted?.(started);
    } catch (reason) {
      if (!(reason instanceof UploadError)) throw reason;
      if (!controller.signal.aborted) setPhase({ name: "choosing", problem: reason.message });
    }
  };

  const cancel = async (source: ArchiveSource) => {
    abort.current?.abort();
    setPhase({ name: "choosing", problem: null });
    await discardArchive(source, dataset).catch((reason: unknown) => {
      notifyFailed(
        "The uploaded files stay on the server for now",
        reason instanceof UploadError ? reason.message : "They are deleted automatically after a week.",
      );
    });
  };

  if (phase.name === "importing") {
    const { importId, datasetId } = phase.started;
    return (
      <ImportProgress
        importId={importId}
        datasetId={datasetId}
        onFinished={(succeeded) => onFinished(succeeded ? datasetId : null)}
        onAgain={(succeeded) => {
          if (succeeded) setDataset(datasetId);
          setPhase({ name: "choosing", problem: null });
        }}
      />
    );
  }
  if (phase.name === "uploading") {
    return <UploadProgress source={phase.source} samples={samples} onCancel={() => cancel(phase.source)} />;
  }
  return (
    <Stack gap="md">
      {phase.problem ? (
        <Alert color="red" icon={<IconAlertCircle size={18} />} role="alert">
          {phase.problem}
        </Alert>
      ) : null}
      <ArchiveDropArea onFiles={start} />
      <Group align="flex-end" justify="space-between">
        <Select
          label="Annotation format"
          placeholder="Detected from the files"
          data={FORMATS}
          value={format}
          onChange={setFormat}
          clearable
          w={230}
        />
        <Checkbox
          label="Create a split from train/val/test folders"
          checked={splitFromFiles}
          onChange={(event) => setSplitFromFiles(event.currentTarget.checked)}
          mb={8}
        />
      </Group>
      {format === "csv" ? (
        <TextInput
          label="Columns"
          description="What each column holds: file, label, x, y, w and h or xmax and ymax, width, height, subset. If you leave this empty, the usual column names are recognised."
          placeholder="file=image,label=kind,x=left,y=top,w=wide,h=high"
          value={columns}
          onChange={(event) => setColumns(event.currentTarget.value)}
        />
      ) : null}
      <ReaderChoices format={format} said={said} onChange={setSaid} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onSkip}>
          Not now
        </Button>
      </Group>
    </Stack>
  );
}

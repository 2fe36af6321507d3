"use client";

import { Button, FileButton, Group, Progress, Select, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useQuery } from "urql";
import { useFieldProblem } from "../../feedback/FieldProblems.tsx";
import { describeError } from "../../graph/describeError.ts";
import { UploadError } from "../../upload/uploadFile.ts";
import { initialWeightsChoices, initialWeightsQuery, type WeightsChoice } from "./initialWeightsChoices.ts";
import { uploadWeightsFile } from "./uploadWeightsFile.ts";

interface InitialWeightsFieldProps {
  readonly datasetId: string;
  readonly projectId: string;
  readonly recipe: "MININET" | "TRANSFER";
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  /** From the cloned run: offered although it may not be among those that are listed. */
  readonly source?: WeightsChoice | null;
}

/** What a run starts from: random weights (MiniNet alone), a weights file, or another run's checkpoint; files are uploaded here. */
export function InitialWeightsField({
  datasetId,
  projectId,
  recipe,
  value,
  onChange,
  source = null,
}: InitialWeightsFieldProps) {
  const [{ data, error }, refetch] = useQuery({
    query: initialWeightsQuery,
    variables: { datasetId },
    requestPolicy: "cache-and-network",
  });
  const [fraction, setFraction] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const groups = data ? initialWeightsChoices(data, recipe) : [];
  const isListed = source === null || groups.some(({ items }) => items.some((item) => item.value === source.value));
  const choices = isListed ? groups : [{ group: "From the cloned run", items: [source] }, ...groups];
  const refused = useFieldProblem("initialWeightsFileId initialCheckpointId", value);
  const required = recipe === "TRANSFER";
  const upload = async (file: File | null) => {
    if (!file) return;
    abort.current = new AbortController();
    setProblem(null);
    setFraction(0);
    try {
      const id = await uploadWeightsFile({ projectId, file, onProgress: setFraction, signal: abort.current.signal });
      refetch({ requestPolicy: "network-only" });
      onChange(`file:${id}`);
    } catch (reason) {
      if (!(reason instanceof UploadError)) throw reason;
      setProblem(reason.message);
    } finally {
      setFraction(null);
    }
  };

  return (
    <div>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <Select
          style={{ flex: 1 }}
          label="Initial weights"
          withAsterisk={required}
          placeholder={required ? "Choose or upload weights" : "Random"}
          data={choices}
          value={value}
          onChange={onChange}
          clearable
          searchable
          error={refused}
          nothingFoundMessage="No weights yet: upload a file, or train a run of this recipe first"
        />
        <FileButton accept=".safetensors,.pth,.pt" onChange={upload} disabled={fraction !== null}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={16} />} loading={fraction !== null}>
              Upload
            </Button>
          )}
        </FileButton>
      </Group>
      {fraction === null ? null : <Progress mt={6} size="sm" value={fraction * 100} aria-label="Upload" animated />}
      <Text size="xs" mt={4} c={problem || error ? "red" : "dimmed"} role={problem || error ? "alert" : undefined}>
        {problem ??
          (error
            ? describeError(error)
            : "Accepts safetensors or .pth files with torchvision's tensor names. The box and mask predictors are initialised for this dataset's classes.")}
      </Text>
    </div>
  );
}

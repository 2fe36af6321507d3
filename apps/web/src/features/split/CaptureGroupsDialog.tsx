"use client";

import { Alert, Button, Code, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { notifyDone } from "../../feedback/notify.ts";
import { formatQuantity } from "../../format/formatNumber.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";

const setCaptureGroupsMutation = graphql(`
  mutation SetCaptureGroups($input: SetCaptureGroupsInput!) {
    setCaptureGroups(input: $input) {
      __typename
      ... on SetCaptureGroupsSuccess {
        data {
          groups
          images
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

interface CaptureGroupsDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly datasetId: string;
}

/** Tells from file names which images were taken together, so that no split parts them unseen. */
export function CaptureGroupsDialog({ opened, onClose, datasetId }: CaptureGroupsDialogProps) {
  const [{ fetching }, setCaptureGroups] = useGraphMutation(setCaptureGroupsMutation);
  const [pattern, setPattern] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  const save = async (fileNamePattern: string | null) => {
    setProblem(null);
    const outcome = await setCaptureGroups({ input: { datasetId, fileNamePattern } });
    if (!outcome.ok) {
      setProblem(outcome.message);
      return;
    }
    const { groups, images } = outcome.data;
    notifyDone(
      fileNamePattern === null
        ? "Capture groups removed"
        : `${formatQuantity(groups, "capture group")} with ${formatQuantity(images, "image")}`,
    );
    onClose();
  };

  return (
    <Modal opened={opened} onClose={onClose} title="Capture groups">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save(pattern.trim());
        }}
      >
        <Stack gap="md">
          <Text size="sm">
            Tiles of one photograph and frames of one video must stay in the same subset. Otherwise the model is
            evaluated on what it was trained on. If the file names show which images belong together, enter the pattern:{" "}
            <Code>{"{group}"}</Code> stands for the group's name and <Code>*</Code> for any text.
          </Text>
          {problem ? (
            <Alert color="red" role="alert">
              {problem}
            </Alert>
          ) : null}
          <TextInput
            label="File name"
            placeholder="{group}_scaled_*"
            value={pattern}
            onChange={(event) => setPattern(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="space-between" gap="xs">
            <Button variant="subtle" color="gray" loading={fetching} onClick={() => save(null)}>
              Remove all
            </Button>
            <Button type="submit" loading={fetching} disabled={pattern.trim() === ""}>
              Set groups
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

"use client";

import { Alert, Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMutation } from "urql";
import { graphql } from "../../graph/graphql.ts";
import { mutationOutcome } from "../../graph/mutationOutcome.ts";
import { ImportPanel } from "../import/ImportPanel.tsx";

const createDatasetMutation = graphql(`
  mutation CreateDataset($input: CreateDatasetInput!) {
    createDataset(input: $input) {
      __typename
      ... on CreateDatasetSuccess {
        data {
          id
          name
        }
      }
      ... on Error {
        message
        code
      }
      ... on InvalidInputError {
        field
      }
    }
  }
`);

/** First the dataset's name, then what to fill it with; the import can be skipped. */
export function NewDatasetDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const router = useRouter();
  const [, createDataset] = useMutation(createDatasetMutation);
  const [created, setCreated] = useState<{ id: string; name: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    initialValues: { name: "", description: "" },
    validate: { name: (value) => (value.trim() === "" ? "Give the dataset a name" : null) },
  });

  const create = form.onSubmit(async ({ name, description }) => {
    setProblem(null);
    const { data, error } = await createDataset({ input: { name: name.trim(), description: description.trim() } });
    const outcome = mutationOutcome(data?.createDataset, error);
    if (outcome.ok) setCreated(outcome.data);
    else if (outcome.field?.endsWith("name") || outcome.code === "CONFLICT")
      form.setFieldError("name", outcome.message);
    else setProblem(outcome.message);
  });

  const close = () => {
    onClose();
    form.reset();
    setCreated(null);
    setProblem(null);
  };
  const openDataset = () => {
    if (created) router.push(`/datasets/${created.id}`);
    close();
  };

  return (
    <Modal
      opened={opened}
      onClose={close}
      title={created ? `Import into ${created.name}` : "New dataset"}
      size="lg"
      closeOnClickOutside={created === null}
    >
      {created ? (
        <ImportPanel datasetId={created.id} onFinished={openDataset} onSkip={openDataset} />
      ) : (
        <form onSubmit={create} noValidate>
          <Stack gap="md">
            {problem ? <Alert color="red">{problem}</Alert> : null}
            <TextInput label="Name" placeholder="campus-streets" data-autofocus {...form.getInputProps("name")} />
            <Textarea label="Description" autosize minRows={2} {...form.getInputProps("description")} />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={form.submitting}>
                Create
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}

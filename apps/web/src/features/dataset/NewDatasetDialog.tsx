"use client";

import { Alert, Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useClient } from "urql";
import { notifyFailed } from "../../feedback/notify.ts";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
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

const datasetNamedQuery = graphql(`
  query DatasetNamed($name: String!) {
    datasets(name: $name, first: 1) {
      totalCount
    }
  }
`);

const describeDatasetMutation = graphql(`
  mutation DescribeDataset($input: UpdateDatasetInput!) {
    updateDataset(input: $input) {
      __typename
      ... on UpdateDatasetSuccess {
        data {
          id
          description
        }
      }
      ... on Error {
        message
      }
    }
  }
`);

/**
 * First the dataset's name, then what to fill it with; the import can be skipped. The import makes the dataset, and takes it away again where nothing came
 * of it: an import that fails leaves no empty dataset behind.
 */
export function NewDatasetDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const router = useRouter();
  const client = useClient();
  const [creating, createDataset] = useGraphMutation(createDatasetMutation);
  const [, describeDataset] = useGraphMutation(describeDatasetMutation);
  const [named, setNamed] = useState<{ name: string; description: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    initialValues: { name: "", description: "" },
    validate: { name: (value) => (value.trim() === "" ? "Give the dataset a name" : null) },
  });

  const chooseName = form.onSubmit(async (values) => {
    setProblem(null);
    const [name, description] = [values.name.trim(), values.description.trim()];
    const { data, error } = await client
      .query(datasetNamedQuery, { name }, { requestPolicy: "network-only" })
      .toPromise();
    if (!data) setProblem(error ? describeError(error) : "The server did not answer.");
    else if (data.datasets.totalCount > 0) {
      form.setFieldError("name", `A dataset named "${name}" already exists. Choose another name.`);
    } else setNamed({ name, description });
  });

  const close = () => {
    onClose();
    form.reset();
    setNamed(null);
    setProblem(null);
  };
  const show = (datasetId: string | null) => {
    if (datasetId !== null) router.push(`/datasets/${datasetId}`);
    close();
  };
  const createEmpty = async (input: { name: string; description: string }) => {
    const outcome = await createDataset({ input });
    if (outcome.ok) return show(outcome.data.id);
    setNamed(null);
    if (outcome.field?.endsWith("name") || outcome.code === "CONFLICT") form.setFieldError("name", outcome.message);
    else setProblem(outcome.message);
  };
  const describe = async (id: string, description: string) => {
    if (description === "") return;
    const outcome = await describeDataset({ input: { id, description } });
    if (!outcome.ok) notifyFailed("The description was not saved", outcome.message);
  };

  return (
    <Modal
      opened={opened}
      onClose={close}
      title={named ? `Import into ${named.name}` : "New dataset"}
      size="lg"
      closeOnClickOutside={named === null}
    >
      {named ? (
        <ImportPanel
          dataset={named.name}
          onStarted={({ datasetId }) => describe(datasetId, named.description)}
          onFinished={show}
          onSkip={() => (creating.fetching ? undefined : createEmpty(named))}
        />
      ) : (
        <form onSubmit={chooseName} noValidate>
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

import { Alert, Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";

const updateDatasetMutation = graphql(`
  mutation UpdateDataset($input: UpdateDatasetInput!) {
    updateDataset(input: $input) {
      __typename
      ... on UpdateDatasetSuccess {
        data {
          id
          name
          description
          updatedAt
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

interface EditDatasetFormProps {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly onDone: () => void;
}

/** A dataset's name and description. Its address, runs and snapshots know it by its id. */
export function EditDatasetForm({ id, name, description, onDone }: EditDatasetFormProps) {
  const [, updateDataset] = useGraphMutation(updateDatasetMutation);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    initialValues: { name, description },
    validate: { name: (value) => (value.trim() === "" ? "Give the dataset a name" : null) },
  });
  const save = form.onSubmit(async (values) => {
    setProblem(null);
    const input = { id, name: values.name.trim(), description: values.description.trim() };
    const outcome = await updateDataset({ input });
    if (outcome.ok) onDone();
    else if (outcome.field === "name" || outcome.code === "CONFLICT") form.setFieldError("name", outcome.message);
    else setProblem(outcome.message);
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="md">
        {problem ? <Alert color="red">{problem}</Alert> : null}
        <TextInput label="Name" data-autofocus {...form.getInputProps("name")} />
        <Textarea label="Description" autosize minRows={2} {...form.getInputProps("description")} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={form.submitting}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

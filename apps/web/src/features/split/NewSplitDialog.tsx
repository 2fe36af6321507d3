"use client";

import { Alert, Button, Group, Modal, NumberInput, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useMutation } from "urql";
import { notifyDone } from "../../feedback/notify.ts";
import { graphql } from "../../graph/graphql.ts";
import { mutationOutcome } from "../../graph/mutationOutcome.ts";
import { splitCardFragment } from "./SplitCard.tsx";

const createSplitMutation = graphql(
  `
    mutation CreateSplit($input: CreateSplitInput!) {
      createSplit(input: $input) {
        __typename
        ... on CreateSplitSuccess {
          data {
            id
            ...SplitCard
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
  `,
  [splitCardFragment],
);

const STRATEGIES = [
  { value: "STRATIFIED", label: "Stratified" },
  { value: "RANDOM", label: "Random" },
  { value: "FROM_FILES", label: "From the files" },
] as const;
type Strategy = (typeof STRATEGIES)[number]["value"];

const EXPLANATIONS: Readonly<Record<Strategy, string>> = {
  STRATIFIED: "Each class gets the same share of its instances in every subset, as near as whole images allow.",
  RANDOM: "Images are drawn by chance. The same seed gives the same split.",
  FROM_FILES: "What the imported files and folders said: train, val and test.",
};

export function NewSplitDialog({
  opened,
  onClose,
  datasetId,
}: {
  opened: boolean;
  onClose: () => void;
  datasetId: string;
}) {
  const [, createSplit] = useMutation(createSplitMutation);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    initialValues: { name: "", strategy: "STRATIFIED" as Strategy, seed: 1, trainPercent: 80, valPercent: 20 },
    validate: {
      name: (value) => (value.trim() === "" ? "Give the split a name" : null),
      valPercent: (value, { trainPercent, strategy }) =>
        strategy !== "FROM_FILES" && trainPercent + value > 100 ? "Train and validation exceed 100 %" : null,
    },
  });
  const { strategy, trainPercent, valPercent } = form.values;

  const create = form.onSubmit(async (values) => {
    setProblem(null);
    const { data, error } = await createSplit({
      input: {
        datasetId,
        name: values.name.trim(),
        strategy: values.strategy,
        seed: values.seed,
        train: values.trainPercent / 100,
        val: values.valPercent / 100,
      },
    });
    const outcome = mutationOutcome(data?.createSplit, error);
    if (!outcome.ok) {
      setProblem(outcome.message);
      return;
    }
    notifyDone("Split created");
    form.reset();
    onClose();
  });

  return (
    <Modal opened={opened} onClose={onClose} title="New split">
      <form onSubmit={create} noValidate>
        <Stack gap="md">
          {problem ? (
            <Alert color="red" role="alert">
              {problem}
            </Alert>
          ) : null}
          <TextInput label="Name" placeholder="80-20" data-autofocus {...form.getInputProps("name")} />
          <div>
            <SegmentedControl
              fullWidth
              aria-label="Strategy"
              data={[...STRATEGIES]}
              value={strategy}
              onChange={(value) => form.setFieldValue("strategy", value as Strategy)}
            />
            <Text size="xs" c="dimmed" mt={6}>
              {EXPLANATIONS[strategy]}
            </Text>
          </div>
          {strategy === "FROM_FILES" ? null : (
            <>
              <Group grow align="flex-start">
                <NumberInput label="Train" suffix=" %" min={1} max={100} {...form.getInputProps("trainPercent")} />
                <NumberInput label="Validation" suffix=" %" min={0} max={99} {...form.getInputProps("valPercent")} />
                <NumberInput label="Seed" min={0} allowDecimal={false} {...form.getInputProps("seed")} />
              </Group>
              <Text size="sm" c="dimmed">
                {Math.max(0, 100 - trainPercent - valPercent)} % stay for the test.
              </Text>
            </>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={form.submitting}>
              Create split
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

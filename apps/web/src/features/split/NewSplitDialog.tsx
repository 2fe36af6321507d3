"use client";

import { Alert, Button, Checkbox, Group, Modal, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { notifyDone } from "../../feedback/notify.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { createFoldsMutation, createSplitMutation } from "./createSplit.ts";
import { SplitSizeFields } from "./SplitSizeFields.tsx";
import { EMPTY_SPLIT, type SplitDraft, type Strategy, splitInput } from "./splitInput.ts";

const STRATEGIES = [
  { value: "STRATIFIED", label: "Stratified" },
  { value: "RANDOM", label: "Random" },
  { value: "FROM_FILES", label: "From the files" },
] as const;

const EXPLANATIONS: Readonly<Record<Strategy, string>> = {
  STRATIFIED: "Each subset gets its share of every class's instances, as closely as whole images allow.",
  RANDOM: "Images are assigned at random. The same seed gives the same split.",
  FROM_FILES: "Uses the train, val and test subsets of the imported files and folders.",
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
  const [, createSplit] = useGraphMutation(createSplitMutation);
  const [, createFolds] = useGraphMutation(createFoldsMutation);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<SplitDraft>({
    initialValues: EMPTY_SPLIT,
    validate: {
      name: (value) => (value.trim() === "" ? "Give the split a name" : null),
      valPercent: (value, { trainPercent, strategy, sizing }) =>
        strategy !== "FROM_FILES" && sizing === "shares" && trainPercent + value > 100
          ? "Train and validation exceed 100 %"
          : null,
    },
  });
  const { strategy } = form.values;

  const send = async (values: SplitDraft) => {
    const input = splitInput(datasetId, values);
    if ("folds" in input) {
      return createFolds({ input: input.folds });
    }
    return createSplit({ input: input.split });
  };

  const create = form.onSubmit(async (values) => {
    setProblem(null);
    const outcome = await send(values);
    if (!outcome.ok) {
      setProblem(outcome.message);
      return;
    }
    notifyDone("Split created");
    form.reset();
    onClose();
  });

  return (
    <Modal opened={opened} onClose={onClose} title="New split" size={560}>
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
            {strategy === "STRATIFIED" ? (
              <Checkbox
                mt={8}
                size="sm"
                label="Also balance small, medium and large instances of each class"
                {...form.getInputProps("bySize", { type: "checkbox" })}
              />
            ) : null}
          </div>
          {strategy === "FROM_FILES" ? null : (
            <>
              <SplitSizeFields form={form} />
              <Checkbox.Group
                label="Keep together"
                value={lockedBy(form.values)}
                onChange={(locks) => lock(form, locks)}
              >
                <Stack gap={6} mt={6}>
                  <Checkbox value="captureGroup" label="Images of the same capture group" />
                  <Checkbox value="nearDuplicates" label="Duplicates and images that look alike" />
                </Stack>
              </Checkbox.Group>
              <Group grow align="flex-start">
                <TextInput
                  label="By file name"
                  placeholder="{group}_scaled_*"
                  description="{group} stands for the shared part of the name, * for any text"
                  {...form.getInputProps("fileNamePattern")}
                />
                <TextInput
                  label="By tag"
                  placeholder="site:"
                  description="Images that share a tag with this prefix, for example site:quay"
                  {...form.getInputProps("tagPrefix")}
                />
              </Group>
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

const LOCKS = ["captureGroup", "nearDuplicates"] as const;

function lockedBy(draft: SplitDraft): string[] {
  return LOCKS.filter((lockName) => draft[lockName]);
}

function lock(form: { setValues: (values: Partial<SplitDraft>) => void }, locks: readonly string[]): void {
  form.setValues({ captureGroup: locks.includes("captureGroup"), nearDuplicates: locks.includes("nearDuplicates") });
}

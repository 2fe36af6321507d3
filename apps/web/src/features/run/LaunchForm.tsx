"use client";

import { Alert, Button, Group, Skeleton, Stack, TextInput } from "@mantine/core";
import { IconAlertCircle, IconPlayerPlay } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { LaunchFields, LeakageField } from "./LaunchFields.tsx";
import type { LaunchDraft } from "./useLaunchDraft.ts";

interface LaunchFormProps {
  readonly draft: LaunchDraft;
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly submitLabel: string;
  /** Resolves to what kept the launch from happening, or null once it is made. */
  readonly onSubmit: () => Promise<LaunchProblem | null>;
  readonly onCancel: () => void;
  /** Stands between the name and the settings. */
  readonly children?: ReactNode;
  /** Stands below the settings. */
  readonly below?: ReactNode;
}

interface LaunchProblem {
  readonly message: string;
  /** A path into the launch's input. */
  readonly field: string | null;
}

/** Data, recipe, name and settings of one run or of many, what was wrong with them, and the buttons. */
export function LaunchForm(props: LaunchFormProps) {
  const { draft, name, onName, submitLabel, onSubmit, onCancel, children, below } = props;
  const [problem, setProblem] = useState<string | null>(null);
  const [submitting, setSubmitting] = useState(false);

  if (!draft.loaded) {
    return draft.error ? (
      <ErrorState
        message={describeError(draft.error)}
        onRetry={() => draft.refetch({ requestPolicy: "network-only" })}
      />
    ) : (
      <Skeleton h={320} role="status" aria-label="Loading" />
    );
  }

  const submit = async () => {
    setProblem(null);
    setSubmitting(true);
    const found = await onSubmit().finally(() => setSubmitting(false));
    if (!found) return;
    setProblem(found.message);
    if (found.field === "allowLeakage") draft.foundLeaking();
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <LaunchFields draft={draft}>
          <TextInput
            label="Name"
            placeholder="Given by the server when left empty"
            value={name}
            onChange={(event) => onName(event.currentTarget.value)}
          />
          {children}
        </LaunchFields>
        {below}
        {problem ? (
          <Alert color="red" icon={<IconAlertCircle size={18} />} role="alert">
            {problem}
          </Alert>
        ) : null}
        <LeakageField draft={draft} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button
            type="submit"
            leftSection={<IconPlayerPlay size={16} />}
            disabled={!draft.complete}
            loading={submitting}
          >
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

"use client";

import { Alert, Button, Group, Skeleton, Stack, TextInput } from "@mantine/core";
import { IconAlertCircle, IconPlayerPlay } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { FieldProblems, type FormProblem, useFieldProblem, useFormProblem } from "../../feedback/FieldProblems.tsx";
import { describeError } from "../../graph/describeError.ts";
import { AdvancedFields } from "./AdvancedFields.tsx";
import { LaunchFields, LeakageField } from "./LaunchFields.tsx";
import { QueueFields } from "./QueueFields.tsx";
import type { LaunchDraft } from "./useLaunchDraft.ts";

/** As long as the advanced part takes to open. */
const OPENING_MS = 250;

interface LaunchFormProps {
  readonly draft: LaunchDraft;
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly submitLabel: string;
  /** Resolves to what kept the launch from happening, or null once it is made. */
  readonly onSubmit: () => Promise<FormProblem | null>;
  readonly onCancel: () => void;
  /** Stands between the name and the settings. */
  readonly children?: ReactNode;
  /** What few launches need beside their place in the queue, the paths of these fields in the input, and the group when none is named. */
  readonly advanced?: { readonly fields: ReactNode; readonly paths: string; readonly groupWhenEmpty: string };
  /** Stands below the settings. */
  readonly below?: ReactNode;
}

/** Data, recipe, name and settings of one run or of many, what was wrong with them, and the buttons. */
export function LaunchForm(props: LaunchFormProps) {
  const { draft, name, onName, submitLabel, onSubmit, onCancel, children, advanced, below } = props;
  const { problem, placed, unplaced, setProblem, fields } = useFormProblem();
  const form = useRef<HTMLFormElement>(null);
  const [submitting, setSubmitting] = useState(false);

  useEffect(() => {
    // A field of the advanced part is seen once that is open.
    if (problem && placed) setTimeout(() => showFirstInvalid(form.current), OPENING_MS);
  }, [problem, placed]);

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
    setProblem(found);
    if (found.field === "allowLeakage") draft.foundLeaking();
  };

  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <FieldProblems fields={fields}>
          <LaunchFields draft={draft}>
            <NameField value={name} onChange={onName} />
            {children}
          </LaunchFields>
          <AdvancedFields paths={`priority requiredLabels.* requiredMemoryMib group ${advanced?.paths ?? ""}`.trim()}>
            {advanced?.fields}
            <QueueFields
              value={draft.queue}
              onChange={draft.setQueue}
              groupWhenEmpty={advanced?.groupWhenEmpty ?? "none"}
            />
          </AdvancedFields>
        </FieldProblems>
        {below}
        {unplaced.length > 0 ? (
          <Alert color="red" icon={<IconAlertCircle size={18} />} role="alert">
            {unplaced.map((message) => (
              <div key={message}>{message}</div>
            ))}
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

function NameField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  return (
    <TextInput
      label="Name"
      placeholder="Chosen by the server if left empty"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={useFieldProblem("name", value)}
    />
  );
}

function showFirstInvalid(form: HTMLFormElement | null): void {
  const field = form?.querySelector<HTMLElement>("[data-error]");
  field?.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
}

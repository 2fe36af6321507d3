"use client";

import { Alert, Button, Group, Skeleton, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertCircle, IconChevronDown, IconChevronRight, IconPlayerPlay } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMutation } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { mutationOutcome } from "../../graph/mutationOutcome.ts";
import { LaunchFields, LeakageField } from "./LaunchFields.tsx";
import { LaunchRequest } from "./LaunchRequest.tsx";
import { launchInput, launchRunMutation } from "./launchRun.ts";
import { useLaunchDraft } from "./useLaunchDraft.ts";

/** Data, recipe and settings of a run, and the very mutation that launching sends. */
export function NewRunForm({ initialDatasetId, onClose }: { initialDatasetId: string | null; onClose: () => void }) {
  const router = useRouter();
  const draft = useLaunchDraft(initialDatasetId);
  const [launch, launchRun] = useMutation(launchRunMutation);
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [requestShown, request] = useDisclosure(false);

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

  const input = launchInput({ ...draft.choice, name });
  const submit = async () => {
    setProblem(null);
    const result = await launchRun({ input });
    const outcome = mutationOutcome(result.data?.launchRun, result.error);
    if (!outcome.ok) {
      setProblem(outcome.message);
      if (outcome.field === "allowLeakage") draft.foundLeaking();
      return;
    }
    onClose();
    router.push(`/runs/${outcome.data.id}`);
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
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </LaunchFields>
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={requestShown ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
            onClick={request.toggle}
            aria-expanded={requestShown}
          >
            The GraphQL mutation this sends
          </Button>
          {requestShown ? <LaunchRequest input={input} /> : null}
        </div>
        {problem ? (
          <Alert color="red" icon={<IconAlertCircle size={18} />} role="alert">
            {problem}
          </Alert>
        ) : null}
        <LeakageField draft={draft} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            leftSection={<IconPlayerPlay size={16} />}
            disabled={!draft.complete}
            loading={launch.fetching}
          >
            Launch run
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

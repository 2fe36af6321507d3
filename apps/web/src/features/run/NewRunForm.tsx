"use client";

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { CloneDifferences } from "./CloneDifferences.tsx";
import { LaunchForm } from "./LaunchForm.tsx";
import { LaunchRequest } from "./LaunchRequest.tsx";
import { launchInput, launchRunMutation } from "./launchRun.ts";
import { RemarksFields } from "./RemarksFields.tsx";
import { type LaunchStart, useLaunchDraft } from "./useLaunchDraft.ts";

/** Data, recipe and settings of a run, and the very mutation that launching sends. */
export function NewRunForm({ start, onClose }: { start: LaunchStart; onClose: () => void }) {
  const router = useRouter();
  const draft = useLaunchDraft(start);
  const [, launchRun] = useGraphMutation(launchRunMutation);
  const [name, setName] = useState("");
  const [requestShown, request] = useDisclosure(false);

  const input = launchInput({ ...draft.choice, name });
  const submit = async () => {
    const outcome = await launchRun({ input });
    if (!outcome.ok) return outcome;
    onClose();
    router.push(`/runs/${outcome.data.id}`);
    return null;
  };

  return (
    <LaunchForm
      draft={draft}
      name={name}
      onName={setName}
      submitLabel="Launch run"
      onSubmit={submit}
      onCancel={onClose}
      advanced={{
        fields: <RemarksFields value={draft.remarks} onChange={draft.setRemarks} />,
        paths: "notes tags.*",
        groupWhenEmpty: "none",
      }}
      below={
        <div>
          <CloneDifferences draft={draft} />
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={requestShown ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
            onClick={request.toggle}
            aria-expanded={requestShown}
          >
            Show the GraphQL mutation
          </Button>
          {requestShown ? <LaunchRequest input={input} /> : null}
        </div>
      }
    />
  );
}

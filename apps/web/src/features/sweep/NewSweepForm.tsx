"use client";

import { Text } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { LaunchForm } from "../run/LaunchForm.tsx";
import { launchInput } from "../run/launchRun.ts";
import { useLaunchDraft } from "../run/useLaunchDraft.ts";
import { createSweepMutation } from "./createSweep.ts";
import { SWEEP_ADVANCED_PATHS, SweepAdvancedFields } from "./SweepAdvancedFields.tsx";
import { SweepDimensionsField } from "./SweepDimensionsField.tsx";
import { SweepPlanFields } from "./SweepPlanFields.tsx";
import { EMPTY_SWEEP, sweepInput } from "./sweepInput.ts";

/** A launch, what of it is varied, and how. */
export function NewSweepForm({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const launch = useLaunchDraft();
  const [, create] = useGraphMutation(createSweepMutation);
  const [sweep, setSweep] = useState(EMPTY_SWEEP);

  const submit = async () => {
    const input = sweepInput(sweep, launch.edited, launchInput({ ...launch.choice, name: "" }));
    if ("message" in input) return input;
    const outcome = await create({ input });
    if (!outcome.ok) return outcome;
    onClose();
    router.push(`/sweeps/${outcome.data.id}`);
    return null;
  };

  return (
    <LaunchForm
      draft={launch}
      name={sweep.name}
      onName={(name) => setSweep({ ...sweep, name })}
      submitLabel="Create sweep"
      onSubmit={submit}
      onCancel={onClose}
      advanced={{
        fields: <SweepAdvancedFields draft={sweep} onChange={setSweep} />,
        paths: SWEEP_ADVANCED_PATHS,
        groupWhenEmpty: "one per point",
      }}
    >
      <SweepDimensionsField draft={sweep} base={launch.edited} onChange={setSweep} />
      <SweepPlanFields draft={sweep} onChange={setSweep} />
      <Text size="sm" fw={500}>
        Settings for all runs
      </Text>
    </LaunchForm>
  );
}

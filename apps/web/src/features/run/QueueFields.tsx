"use client";

import { NumberInput, SimpleGrid, TagsInput, TextInput } from "@mantine/core";
import { useFieldProblem } from "../../feedback/FieldProblems.tsx";
import type { QueueChoice } from "./launchRun.ts";

interface QueueFieldsProps {
  readonly value: QueueChoice;
  readonly onChange: (value: QueueChoice) => void;
  /** Which group runs are in when none is named. */
  readonly groupWhenEmpty: string;
}

/** How urgent a launch is, what its trainer must have, and the group its runs belong to. */
export function QueueFields({ value, onChange, groupWhenEmpty }: QueueFieldsProps) {
  const change = (part: Partial<QueueChoice>) => onChange({ ...value, ...part });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <NumberInput
        label="Priority"
        description="From -1,000 to 1,000; higher priorities train first"
        value={value.priority ?? ""}
        onChange={(next) => change({ priority: typeof next === "number" ? next : null })}
        allowDecimal={false}
        placeholder="0"
        error={useFieldProblem("priority", value.priority)}
      />
      <TagsInput
        label="Trainer labels"
        description="Labels that the trainer must have"
        value={[...value.requiredLabels]}
        onChange={(requiredLabels) => change({ requiredLabels })}
        placeholder={value.requiredLabels.length === 0 ? "any trainer; gpu, for example" : ""}
        acceptValueOnBlur
        error={useFieldProblem("requiredLabels.*", value.requiredLabels)}
      />
      <NumberInput
        label="Trainer memory (MiB)"
        description="Memory that must be free on the trainer"
        value={value.requiredMemoryMib ?? ""}
        onChange={(next) => change({ requiredMemoryMib: typeof next === "number" ? next : null })}
        allowDecimal={false}
        placeholder="any"
        error={useFieldProblem("requiredMemoryMib", value.requiredMemoryMib)}
      />
      <TextInput
        label="Group"
        description="Runs that belong together"
        value={value.group}
        onChange={(event) => change({ group: event.currentTarget.value })}
        placeholder={groupWhenEmpty}
        error={useFieldProblem("group", value.group)}
      />
    </SimpleGrid>
  );
}

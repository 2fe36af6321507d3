"use client";

import { TagsInput, Textarea } from "@mantine/core";
import { useFieldProblem } from "../../feedback/FieldProblems.tsx";
import type { RemarksChoice } from "./launchRun.ts";

interface RemarksFieldsProps {
  readonly value: RemarksChoice;
  readonly onChange: (value: RemarksChoice) => void;
}

/** What is said of a run: tags and notes. */
export function RemarksFields({ value, onChange }: RemarksFieldsProps) {
  return (
    <>
      <TagsInput
        label="Tags"
        description="Words to find the run by"
        value={[...value.tags]}
        onChange={(tags) => onChange({ ...value, tags })}
        acceptValueOnBlur
        error={useFieldProblem("tags.*", value.tags)}
      />
      <Textarea
        label="Notes"
        description="What the run is for"
        value={value.notes}
        onChange={(event) => onChange({ ...value, notes: event.currentTarget.value })}
        autosize
        minRows={2}
        maxRows={8}
        error={useFieldProblem("notes", value.notes)}
      />
    </>
  );
}

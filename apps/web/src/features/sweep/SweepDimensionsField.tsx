"use client";

import { Button, Input, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useFieldProblem } from "../../feedback/FieldProblems.tsx";
import type { Configuration } from "../configuration/settings.ts";
import { DimensionFields } from "./DimensionFields.tsx";
import { EMPTY_DIMENSION } from "./sweepDraft.ts";
import type { SweepDraft } from "./sweepInput.ts";

interface SweepDimensionsFieldProps {
  readonly draft: SweepDraft;
  /** The launch's settings as they stand. */
  readonly base: Configuration;
  readonly onChange: (draft: SweepDraft) => void;
}

/** The settings that a sweep varies, a row each. */
export function SweepDimensionsField({ draft, base, onChange }: SweepDimensionsFieldProps) {
  const { dimensions } = draft;
  const change = (next: SweepDraft["dimensions"]) => onChange({ ...draft, dimensions: next });
  const problem = useFieldProblem("dimensions", dimensions);
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500}>
        Varied settings
      </Text>
      {dimensions.map(({ key, draft: dimension }, index) => (
        <DimensionFields
          key={key}
          index={index}
          draft={dimension}
          base={base}
          onChange={(changed) => change(dimensions.map((one) => (one.key === key ? { key, draft: changed } : one)))}
          onRemove={dimensions.length > 1 ? () => change(dimensions.filter((one) => one.key !== key)) : undefined}
        />
      ))}
      {problem ? <Input.Error role="alert">{problem}</Input.Error> : null}
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        onClick={() => change([...dimensions, { key: (dimensions.at(-1)?.key ?? 0) + 1, draft: EMPTY_DIMENSION }])}
      >
        Vary another setting
      </Button>
    </Stack>
  );
}

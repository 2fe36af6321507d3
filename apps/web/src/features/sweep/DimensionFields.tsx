"use client";

import { ActionIcon, Checkbox, Group, Input, SegmentedControl, Select, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useFieldProblem } from "../../feedback/FieldProblems.tsx";
import { type Configuration, formatSetting, groupsOf, settingLabel } from "../configuration/settings.ts";
import type { DimensionDraft } from "./sweepDraft.ts";

interface DimensionFieldsProps {
  /** Its place in the sweep's input, from 0. */
  readonly index: number;
  readonly draft: DimensionDraft;
  /** The launch's settings as they stand. */
  readonly base: Configuration;
  readonly onChange: (draft: DimensionDraft) => void;
  /** Absent for the only one. */
  readonly onRemove?: (() => void) | undefined;
}

/** One varied setting: which, and its values or range. */
export function DimensionFields({ index, draft, base, onChange, onRemove }: DimensionFieldsProps) {
  const problem = useFieldProblem(`dimensions.${index}`, draft);
  const change = (part: Partial<DimensionDraft>) => onChange({ ...draft, ...part });
  const example = draft.setting === null ? undefined : base[draft.setting];
  const hint = example === undefined ? "" : `now ${formatSetting(example)}`;
  const number = (key: "min" | "max" | "step", label: string) => (
    <TextInput
      aria-label={label}
      placeholder={label}
      inputMode="decimal"
      value={draft[key]}
      onChange={(event) => change({ [key]: event.currentTarget.value })}
      w={92}
      error={problem !== null}
    />
  );
  return (
    <div>
      <Group gap="xs" wrap="nowrap" align="center">
        <Select
          aria-label="Varied setting"
          placeholder="Setting"
          data={groupsOf(base).map(({ title, keys }) => ({
            group: title,
            items: keys.filter((key) => key !== "seed").map((key) => ({ value: key, label: settingLabel(key) })),
          }))}
          value={draft.setting}
          onChange={(setting) => change({ setting })}
          searchable
          w={190}
          error={problem !== null && draft.setting === null}
        />
        <SegmentedControl
          size="xs"
          aria-label="Values or range"
          data={[
            { value: "list", label: "Values" },
            { value: "range", label: "Range" },
          ]}
          value={draft.kind}
          onChange={(kind) => change({ kind: kind === "range" ? "range" : "list" })}
        />
        {draft.kind === "list" ? (
          <TextInput
            aria-label="Values"
            placeholder={Array.isArray(example) ? "1,1; 0.8,1.25" : `Values, separated by commas${hint && `; ${hint}`}`}
            value={draft.values}
            onChange={(event) => change({ values: event.currentTarget.value })}
            flex={1}
            error={problem !== null && draft.setting !== null}
          />
        ) : (
          <Group gap={6} wrap="nowrap" flex={1}>
            {number("min", "minimum")}
            {number("max", "maximum")}
            {draft.logarithmic ? null : number("step", "step")}
            <Checkbox
              size="xs"
              label="log"
              checked={draft.logarithmic}
              onChange={(event) => change({ logarithmic: event.currentTarget.checked, step: "" })}
            />
          </Group>
        )}
        {onRemove ? (
          <ActionIcon variant="subtle" color="gray" aria-label="Do not vary this setting" onClick={onRemove}>
            <IconX size={16} />
          </ActionIcon>
        ) : null}
      </Group>
      {problem ? (
        <Input.Error role="alert" mt={4}>
          {problem}
        </Input.Error>
      ) : null}
    </div>
  );
}

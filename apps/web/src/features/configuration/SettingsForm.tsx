"use client";

import { Checkbox, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useFieldProblem } from "../../feedback/FieldProblems.tsx";
import { type Configuration, formatSetting, groupsOf, parseSetting, settingLabel, settingOptions } from "./settings.ts";

export interface SettingAbout {
  readonly sentence: string;
  readonly unit: string | null;
}

interface SettingsFormProps {
  readonly preset: Configuration;
  readonly edited: Configuration;
  readonly onChange: (key: string, value: unknown) => void;
  /** What each setting does, by its key. */
  readonly about: ReadonlyMap<string, SettingAbout>;
  /** Only these keys, without group titles; all in groups when absent. */
  readonly keys?: readonly string[];
}

/** The settings of a recipe, each with the preset's value as its start. */
export function SettingsForm({ preset, edited, onChange, about, keys }: SettingsFormProps) {
  const field = (key: string) => (
    // A new preset brings new starting values: the field begins anew with them.
    <SettingField
      key={`${key} ${JSON.stringify(preset[key])}`}
      name={key}
      preset={preset[key]}
      value={edited[key]}
      about={about.get(key) ?? null}
      onChange={(value) => onChange(key, value)}
    />
  );
  if (keys) {
    return <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }}>{keys.filter((key) => key in preset).map(field)}</SimpleGrid>;
  }
  return (
    <Stack gap="lg">
      {groupsOf(preset).map((group) => (
        <div key={group.title}>
          <Text size="xs" fw={600} c="dimmed" mb={6}>
            {group.title}
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="sm">
            {group.keys.map(field)}
          </SimpleGrid>
        </div>
      ))}
    </Stack>
  );
}

interface SettingFieldProps {
  readonly name: string;
  readonly preset: unknown;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly about: SettingAbout | null;
}

function SettingField({ name, preset, value, onChange, about }: SettingFieldProps) {
  const [text, setText] = useState(() => (value === null ? "" : formatSetting(value)));
  const description = about === null ? null : `${about.sentence}${about.unit === null ? "" : ` (${about.unit})`}`;
  const options = settingOptions(name);
  const refused = useFieldProblem(`configuration.${name}.*`, value);
  const changed = JSON.stringify(value) !== JSON.stringify(preset);
  const styles = changed ? { input: { borderColor: "var(--mantine-primary-color-filled)" } } : {};
  if (options) {
    return (
      <Select
        label={settingLabel(name)}
        description={description}
        data={[...options]}
        value={String(value)}
        onChange={(next) => next !== null && onChange(next)}
        allowDeselect={false}
        styles={styles}
        error={refused}
      />
    );
  }
  if (typeof preset === "boolean") {
    return (
      <Checkbox
        label={settingLabel(name)}
        description={description}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
        styles={styles}
        error={refused}
        mt="lg"
      />
    );
  }
  const invalid = parseSetting(text, preset, name) === undefined;
  return (
    <TextInput
      label={settingLabel(name)}
      description={description}
      value={text}
      placeholder={preset === null ? "none" : ""}
      inputMode={typeof preset === "number" || preset === null ? "decimal" : "text"}
      error={invalid ? (Array.isArray(preset) ? "Enter numbers separated by commas" : "Enter a number") : refused}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        const parsed = parseSetting(next, preset, name);
        if (parsed !== undefined) onChange(parsed);
      }}
      styles={styles}
    />
  );
}

"use client";

import { Combobox, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { completeFilter, pointAt, printColumn } from "@maskyard/filter";
import { IconFilter } from "@tabler/icons-react";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { useQuery } from "urql";
import { useTypedText } from "../../url/useTypedText.ts";
import classes from "./FilterInput.module.css";
import { filterChoices, type KnownNames, withChoice } from "./filterChoices.ts";
import type { FilterProblem } from "./readFilterText.ts";
import { runColumnValuesQuery } from "./runsQuery.ts";

interface FilterInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem: FilterProblem | null;
  readonly names: KnownNames;
}

/** The field for a filter: offers what may come next, and shows what cannot be read with its place. */
export function FilterInput({ value: given, onChange: onSettled, problem, names }: FilterInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const { value, onChange } = useTypedText(given, onSettled);
  const [cursor, setCursor] = useState(value.length);
  const nextCursor = useRef<number | null>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const completion = useMemo(() => completeFilter(value, Math.min(cursor, value.length)), [value, cursor]);
  const compared = completion?.expects === "value" && completion.column ? printColumn(completion.column) : null;
  const [asked] = useDebouncedValue(compared, 150);
  const [{ data }] = useQuery({
    query: runColumnValuesQuery,
    variables: { name: asked ?? "" },
    pause: asked === null || !combobox.dropdownOpened,
  });
  const values = asked !== null && asked === compared ? (data?.runColumnValues ?? []) : [];
  const choices = filterChoices(completion, names, values);

  useLayoutEffect(() => {
    // Behind what was chosen, and not at the end, where the browser puts it when the text changes.
    if (nextCursor.current === null) return;
    input.current?.setSelectionRange(nextCursor.current, nextCursor.current);
    nextCursor.current = null;
  });

  const follow = () => setCursor(input.current?.selectionStart ?? value.length);
  const choose = (choice: string) => {
    if (completion === null) return;
    const made = withChoice(value, completion, choice);
    nextCursor.current = made.cursor;
    setCursor(made.cursor);
    onChange(made.text);
    combobox.resetSelectedOption();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} width={340} position="bottom-start" shadow="md">
      <Combobox.Target>
        <TextInput
          ref={input}
          aria-label="Filter by settings, metrics and fields"
          placeholder="lr > 0.01 and status = succeeded"
          leftSection={<IconFilter size={15} />}
          value={value}
          onChange={(event) => {
            onChange(event.currentTarget.value);
            setCursor(event.currentTarget.selectionStart ?? event.currentTarget.value.length);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          onSelect={follow}
          onClick={() => combobox.openDropdown()}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          error={problem !== null && problem.text === value}
          spellCheck={false}
          autoComplete="off"
          flex="2 1 260px"
          maw={520}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={choices.length === 0}>
        <Combobox.Options mah={260} className={classes.choices ?? ""}>
          {choices.map(({ text, about }) => (
            <Combobox.Option key={`${about} ${text}`} value={text} className={classes.choice ?? ""}>
              <span className={classes.text}>{text}</span>
              <Text span size="xs" c="dimmed">
                {about}
              </Text>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** What cannot be read of the filter, with the text and a caret under the place. */
export function FilterProblemNote({ problem: { message, span, text } }: { problem: FilterProblem }) {
  return (
    <Text size="sm" c="red" role="alert" mt={-8} mb="md" component="div">
      {message}
      <span className={classes.place}>{pointAt(text, span)}</span>
    </Text>
  );
}

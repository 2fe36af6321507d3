"use client";

import { useQueryState } from "./useQueryState.ts";

/** One of some choices in the page's address; the first of them where it names none, and then it stays out of the address. */
export function useQueryChoice<Value extends string>(
  name: string,
  choices: readonly [{ readonly value: Value }, ...{ readonly value: Value }[]],
): [Value, (value: Value) => void] {
  const [text, setText] = useQueryState(name);
  const first = choices[0].value;
  const chosen = choices.find(({ value }) => value === text)?.value ?? first;
  return [chosen, (value) => setText(value === first ? null : value)];
}

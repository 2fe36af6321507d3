"use client";

import { useCallback, useMemo } from "react";
import { useQueryState } from "./useQueryState.ts";

/** A list in the page's address, its members separated by commas; commas and percent signs within a member are written as %2C and %25. */
export function useQueryList(name: string): [readonly string[], (values: readonly string[]) => void] {
  const [text, setText] = useQueryState(name);
  const values = useMemo(() => listOf(text), [text]);
  const set = useCallback((next: readonly string[]) => setText(listText(next)), [setText]);
  return [values, set];
}

export function listOf(text: string | null): string[] {
  return (text ?? "")
    .split(",")
    .filter(Boolean)
    .map((part) => part.replaceAll("%2C", ",").replaceAll("%25", "%"));
}

export function listText(values: readonly string[]): string | null {
  return values.map((value) => value.replaceAll("%", "%25").replaceAll(",", "%2C")).join(",") || null;
}

"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";

/** What kept a form from being sent. */
export interface FormProblem extends OneProblem {
  /** Where more than one thing is wrong, all of it. */
  readonly problems?: readonly OneProblem[];
}

interface OneProblem {
  readonly message: string;
  /** A path into the mutation's input; null where no field is at fault. */
  readonly field: string | null;
}

interface Fields {
  readonly problem: FormProblem | null;
  /** Says that the problems of these paths have a place; to be undone by what it returns. */
  readonly claim: (paths: readonly string[]) => () => void;
}

const FieldsContext = createContext<Fields>({ problem: null, claim: () => () => undefined });

/** A form's problem, whether its fields show some of it, and what none of them shows, so that the form has to. */
export function useFormProblem() {
  const [state, setState] = useState<{ problem: FormProblem | null; placed: boolean; unplaced: readonly string[] }>({
    problem: null,
    placed: false,
    unplaced: [],
  });
  const claimed = useRef(new Set<readonly string[]>());
  const claim = useCallback((paths: readonly string[]) => {
    claimed.current.add(paths);
    return () => {
      claimed.current.delete(paths);
    };
  }, []);
  const setProblem = useCallback((problem: FormProblem | null) => {
    const isPlaced = (one: OneProblem) => [...claimed.current].some((paths) => concerns(one, paths));
    const all = problemsOf(problem);
    const unplaced = all.filter((one) => !isPlaced(one)).map(({ message }) => message);
    setState({ problem, placed: unplaced.length < all.length, unplaced });
  }, []);
  const fields = useMemo(() => ({ problem: state.problem, claim }), [state.problem, claim]);
  return { ...state, setProblem, fields };
}

export function FieldProblems({ fields, children }: { readonly fields: Fields; readonly children: ReactNode }) {
  return <FieldsContext value={fields}>{children}</FieldsContext>;
}

/**
 * What is wrong with a field, until its value changes.
 *
 * @param paths into the mutation's input, separated by spaces; `seeds.*` stands for all below `seeds` too
 */
export function useFieldProblem(paths: string, value: unknown): string | null {
  const { problem, claim } = useContext(FieldsContext);
  const list = useMemo(() => paths.split(" "), [paths]);
  useEffect(() => claim(list), [claim, list]);
  const text = JSON.stringify(value);
  const [judged, setJudged] = useState({ problem, text });
  if (judged.problem !== problem) setJudged({ problem, text });
  const stands = judged.problem === problem && judged.text === text;
  if (!problem || !stands) return null;
  return problemsOf(problem).find((one) => concerns(one, list))?.message ?? null;
}

function problemsOf(problem: FormProblem | null): readonly OneProblem[] {
  if (problem === null) return [];
  return problem.problems && problem.problems.length > 0 ? problem.problems : [problem];
}

function concerns(problem: OneProblem, paths: readonly string[]): boolean {
  // Of a sweep's settings the path begins with that of the launch.
  const field = problem.field?.replace(/^launch\./, "") ?? null;
  if (field === null) return false;
  return paths.some((path) => (path.endsWith(".*") ? `${field}.`.startsWith(path.slice(0, -1)) : field === path));
}

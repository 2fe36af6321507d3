"use client";

import { NumberInput } from "@mantine/core";
import { useFieldProblem } from "../../feedback/FieldProblems.tsx";

interface SweepAmountFieldProps {
  readonly label: string;
  /** Of its value in the mutation's input. */
  readonly path: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly placeholder?: string;
  readonly description?: string;
}

/** A whole number of a sweep, or none; what it may be the server says. */
export function SweepAmountField({ path, value, onChange, ...texts }: SweepAmountFieldProps) {
  return (
    <NumberInput
      {...texts}
      value={value ?? ""}
      onChange={(next) => onChange(typeof next === "number" ? next : null)}
      allowDecimal={false}
      error={useFieldProblem(path, value)}
    />
  );
}

"use client";

import { Select, SimpleGrid, Textarea } from "@mantine/core";
import { useFieldProblem } from "../../feedback/FieldProblems.tsx";
import { SweepAmountField } from "./SweepAmountField.tsx";
import type { SweepDraft } from "./sweepInput.ts";

/** Of these fields in the mutation's input. */
export const SWEEP_ADVANCED_PATHS = "notes seed halving.unit";

interface SweepAdvancedFieldsProps {
  readonly draft: SweepDraft;
  readonly onChange: (draft: SweepDraft) => void;
}

/** What few sweeps need: notes, the seed of the draw, and what rungs count. */
export function SweepAdvancedFields({ draft, onChange }: SweepAdvancedFieldsProps) {
  const { method } = draft;
  const change = (part: Partial<SweepDraft>) => onChange({ ...draft, ...part });
  const unitProblem = useFieldProblem("halving.unit", draft.rungUnit);
  return (
    <>
      <Textarea
        label="Notes"
        placeholder="What the sweep is for"
        value={draft.notes}
        onChange={(event) => change({ notes: event.currentTarget.value })}
        autosize
        minRows={1}
        maxRows={6}
        error={useFieldProblem("notes", draft.notes)}
      />
      {method === "GRID" ? null : (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <SweepAmountField
            label="Sweep seed"
            description="The same seed gives the same points"
            path="seed"
            placeholder="0"
            value={draft.sweepSeed}
            onChange={(sweepSeed) => change({ sweepSeed })}
          />
          {method === "ASHA" ? (
            <Select
              label="Rungs count in"
              description="To count in steps, set Max steps"
              data={[
                { value: "EPOCHS", label: "epochs" },
                { value: "STEPS", label: "optimizer steps" },
              ]}
              value={draft.rungUnit}
              onChange={(value) => change({ rungUnit: value ?? "EPOCHS" })}
              allowDeselect={false}
              error={unitProblem}
            />
          ) : null}
        </SimpleGrid>
      )}
    </>
  );
}

"use client";

import { Select, SimpleGrid, TextInput } from "@mantine/core";
import { useFieldProblem } from "../../feedback/FieldProblems.tsx";
import { SweepAmountField } from "./SweepAmountField.tsx";
import type { SweepDraft } from "./sweepInput.ts";

const METHODS = [
  { value: "GRID", label: "Grid: every combination" },
  { value: "RANDOM", label: "Random points" },
  { value: "ASHA", label: "Random points, with weak ones stopped early (ASHA)" },
] as const;

interface SweepPlanFieldsProps {
  readonly draft: SweepDraft;
  readonly onChange: (draft: SweepDraft) => void;
}

/** Which points there are, how many train at once, and what they are judged by. */
export function SweepPlanFields({ draft, onChange }: SweepPlanFieldsProps) {
  const { method } = draft;
  const change = (part: Partial<SweepDraft>) => onChange({ ...draft, ...part });
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }}>
      <Select
        label="Method"
        data={[...METHODS]}
        value={method}
        onChange={(value) => change({ method: value ?? "GRID" })}
        allowDeselect={false}
        error={useFieldProblem("method", [method, draft.dimensions])}
      />
      <TextInput
        label="Seeds"
        placeholder="1 by default; 3 for three seeds; 1, 2, 5 for these seeds"
        value={draft.seeds}
        onChange={(event) => change({ seeds: event.currentTarget.value })}
        error={useFieldProblem("seeds.* seedCount", draft.seeds)}
      />
      {method === "GRID" ? null : (
        <SweepAmountField
          label="Maximum runs"
          path="maxRuns"
          value={draft.maxRuns}
          onChange={(maxRuns) => change({ maxRuns })}
        />
      )}
      <SweepAmountField
        label="Maximum at once"
        path="atOnce"
        placeholder="as many as the trainers can run"
        value={draft.atOnce}
        onChange={(atOnce) => change({ atOnce })}
      />
      {method === "ASHA" ? (
        <>
          <SweepAmountField
            label={`First compared after ${draft.rungUnit.toLowerCase()}`}
            path="halving.minResource"
            value={draft.firstRung}
            onChange={(firstRung) => change({ firstRung })}
          />
          <SweepAmountField
            label="Keep one in"
            path="halving.reductionFactor"
            value={draft.reduction}
            onChange={(reduction) => change({ reduction })}
          />
        </>
      ) : null}
      <TextInput
        label="Judged by"
        value={draft.metric}
        onChange={(event) => change({ metric: event.currentTarget.value })}
        error={useFieldProblem("metric", [draft.metric, method])}
      />
      <Select
        label="Goal"
        data={[
          { value: "MAXIMIZE", label: "Maximise" },
          { value: "MINIMIZE", label: "Minimise" },
        ]}
        value={draft.goal}
        onChange={(value) => change({ goal: value ?? "MAXIMIZE" })}
        allowDeselect={false}
      />
    </SimpleGrid>
  );
}

"use client";

import { Button, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMutation } from "urql";
import { graphql } from "../../graph/graphql.ts";
import { mutationOutcome } from "../../graph/mutationOutcome.ts";
import { LaunchForm } from "../run/LaunchForm.tsx";
import { launchInput } from "../run/launchRun.ts";
import { useLaunchDraft } from "../run/useLaunchDraft.ts";
import { DimensionFields } from "./DimensionFields.tsx";
import { type DimensionDraft, type DimensionInput, dimensionInput, EMPTY_DIMENSION, seedsInput } from "./sweepDraft.ts";

const createSweepMutation = graphql(`
  mutation CreateSweep($input: CreateSweepInput!) {
    createSweep(input: $input) {
      __typename
      ... on CreateSweepSuccess {
        data {
          id
        }
      }
      ... on Error {
        message
        code
      }
      ... on InvalidInputError {
        field
      }
    }
  }
`);

const METHODS = [
  { value: "GRID", label: "Grid: every combination" },
  { value: "RANDOM", label: "Random points" },
  { value: "ASHA", label: "Random points, the poor ones stopped early (ASHA)" },
] as const;
type Method = (typeof METHODS)[number]["value"];

/** A launch, what of it is varied, and how. */
export function NewSweepForm({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const draft = useLaunchDraft(null);
  const [, create] = useMutation(createSweepMutation);
  const [name, setName] = useState("");
  const [dimensions, setDimensions] = useState<readonly { readonly key: number; readonly draft: DimensionDraft }[]>([
    { key: 0, draft: EMPTY_DIMENSION },
  ]);
  const [method, setMethod] = useState<Method>("GRID");
  const [seeds, setSeeds] = useState("");
  const [maxRuns, setMaxRuns] = useState<number | null>(20);
  const [atOnce, setAtOnce] = useState<number | null>(null);
  const [firstRung, setFirstRung] = useState<number | null>(1);
  const [reduction, setReduction] = useState<number | null>(4);
  const [metric, setMetric] = useState("val/segm/AP");
  const [goal, setGoal] = useState<"MAXIMIZE" | "MINIMIZE">("MAXIMIZE");

  const submit = async () => {
    const read = dimensions.map((dimension) => dimensionInput(dimension.draft, draft.edited));
    const unread = read.find((dimension) => typeof dimension === "string");
    const seedChoice = seedsInput(seeds);
    if (unread !== undefined || seedChoice === undefined) {
      return { message: unread ?? "Seeds are whole numbers: one says how many, several which.", field: null };
    }
    const { data, error } = await create({
      input: {
        launch: launchInput({ ...draft.choice, name: "" }),
        name: name.trim() || null,
        method,
        dimensions: read as DimensionInput[],
        ...seedChoice,
        maxRuns: method === "GRID" ? null : maxRuns,
        atOnce,
        metric,
        goal,
        halving: method === "ASHA" ? { minResource: firstRung, reductionFactor: reduction } : null,
      },
    });
    const outcome = mutationOutcome(data?.createSweep, error);
    if (!outcome.ok) return outcome;
    onClose();
    router.push(`/sweeps/${outcome.data.id}`);
    return null;
  };

  const amount = (
    label: string,
    value: number | null,
    onChange: (value: number | null) => void,
    { min = 1, placeholder = "" } = {},
  ) => (
    <NumberInput
      label={label}
      value={value ?? ""}
      onChange={(next) => onChange(typeof next === "number" ? next : null)}
      min={min}
      allowDecimal={false}
      placeholder={placeholder}
    />
  );

  return (
    <LaunchForm
      draft={draft}
      name={name}
      onName={setName}
      submitLabel="Create sweep"
      onSubmit={submit}
      onCancel={onClose}
    >
      <Stack gap={6}>
        <Text size="sm" fw={500}>
          What is varied
        </Text>
        {dimensions.map(({ key, draft: dimension }) => (
          <DimensionFields
            key={key}
            draft={dimension}
            base={draft.edited}
            onChange={(next) => setDimensions(dimensions.map((one) => (one.key === key ? { key, draft: next } : one)))}
            onRemove={
              dimensions.length > 1 ? () => setDimensions(dimensions.filter((one) => one.key !== key)) : undefined
            }
          />
        ))}
        <Button
          variant="subtle"
          size="compact-sm"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() =>
            setDimensions([...dimensions, { key: (dimensions.at(-1)?.key ?? 0) + 1, draft: EMPTY_DIMENSION }])
          }
        >
          Vary another setting
        </Button>
      </Stack>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Select
          label="Method"
          data={[...METHODS]}
          value={method}
          onChange={(value) => setMethod(value ?? "GRID")}
          allowDeselect={false}
        />
        <TextInput
          label="Seeds"
          placeholder="one; 3 for three; 1, 2, 5 for these"
          value={seeds}
          onChange={(event) => setSeeds(event.currentTarget.value)}
        />
        {method === "GRID" ? null : amount("Runs at most", maxRuns, setMaxRuns)}
        {amount("At once at most", atOnce, setAtOnce, { placeholder: "as many as there are trainers" })}
        {method === "ASHA" ? amount("First compared after epochs", firstRung, setFirstRung) : null}
        {method === "ASHA" ? amount("One in so many goes on", reduction, setReduction, { min: 2 }) : null}
        <TextInput label="Judged by" value={metric} onChange={(event) => setMetric(event.currentTarget.value)} />
        <Select
          label="Goal"
          data={[
            { value: "MAXIMIZE", label: "greatest value" },
            { value: "MINIMIZE", label: "least value" },
          ]}
          value={goal}
          onChange={(value) => setGoal(value ?? "MAXIMIZE")}
          allowDeselect={false}
        />
      </SimpleGrid>
      <Text size="sm" fw={500}>
        Settings of all runs
      </Text>
    </LaunchForm>
  );
}

"use client";

import {
  Alert,
  Button,
  Checkbox,
  Collapse,
  Group,
  Select,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertCircle, IconChevronDown, IconChevronRight, IconPlayerPlay } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMutation, useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { mutationOutcome } from "../../graph/mutationOutcome.ts";
import { SettingsForm } from "../configuration/SettingsForm.tsx";
import { type Configuration, changedSettings } from "../configuration/settings.ts";
import { InitialWeightsField } from "../weightsFile/InitialWeightsField.tsx";
import { initialWeightsOf } from "../weightsFile/initialWeightsChoices.ts";
import { LaunchRequest } from "./LaunchRequest.tsx";
import { launchInput, launchRunMutation } from "./launchRun.ts";

const launchChoicesQuery = graphql(`
  query LaunchChoices {
    datasets(first: 100) {
      edges {
        node {
          id
          name
          imageCount
          annotationCount
          project {
            id
          }
          splits {
            id
            name
          }
        }
      }
    }
    presets {
      name
      recipe
      description
      configuration
    }
  }
`);

const RECIPES = [
  { value: "MININET", label: "MiniNet (ResNet18-FPN)" },
  { value: "TRANSFER", label: "Transfer (Mask R-CNN ResNet50-FPN)" },
] as const;
type Recipe = (typeof RECIPES)[number]["value"];

const MAIN_SETTINGS = ["epochs", "maxSteps", "batchSize", "learningRate", "seed", "minSizePx"];

/** Data, recipe and settings of a run, and the very mutation that launching sends. */
export function NewRunForm({ initialDatasetId, onClose }: { initialDatasetId: string | null; onClose: () => void }) {
  const router = useRouter();
  const [{ data, error, fetching }, refetch] = useQuery({
    query: launchChoicesQuery,
    requestPolicy: "cache-and-network",
  });
  const [launch, launchRun] = useMutation(launchRunMutation);
  const [chosenDatasetId, setDatasetId] = useState(initialDatasetId);
  const [splitId, setSplitId] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [recipe, setRecipe] = useState<Recipe>("MININET");
  const [chosenPreset, setPreset] = useState<string | null>(null);
  const [weights, setWeights] = useState<string | null>(null);
  const [overrides, setOverrides] = useState<Configuration>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [leaks, setLeaks] = useState(false);
  const [allowLeakage, setAllowLeakage] = useState(false);
  const [allSettings, toggle] = useDisclosure(false);
  const [requestShown, request] = useDisclosure(false);

  if (!data) {
    return error && !fetching ? (
      <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
    ) : (
      <Skeleton h={320} role="status" aria-label="Loading" />
    );
  }

  const datasets = data.datasets.edges.map(({ node }) => node);
  const datasetId = chosenDatasetId ?? datasets.find(({ annotationCount }) => annotationCount > 0)?.id ?? null;
  const dataset = datasets.find(({ id }) => id === datasetId);
  const presets = data.presets.filter((preset) => preset.recipe === recipe);
  const preset = presets.find((candidate) => candidate.name === chosenPreset) ?? presets[0];
  const base = (preset?.configuration ?? {}) as Configuration;
  const edited = { ...base, ...overrides };
  const input = launchInput({
    datasetId: datasetId ?? "",
    splitId,
    name,
    recipe,
    preset: preset?.name ?? null,
    initialWeights: initialWeightsOf(weights),
    configuration: changedSettings(base, edited),
    allowLeakage: leaks && allowLeakage,
  });

  const submit = async () => {
    setProblem(null);
    const result = await launchRun({ input });
    const outcome = mutationOutcome(result.data?.launchRun, result.error);
    if (!outcome.ok) {
      setProblem(outcome.message);
      setLeaks(outcome.field === "allowLeakage" || leaks);
      return;
    }
    onClose();
    router.push(`/runs/${outcome.data.id}`);
  };

  const change = (key: string, value: unknown) => setOverrides({ ...overrides, [key]: value });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label="Dataset"
            placeholder={datasets.length === 0 ? "Create a dataset first" : "Choose a dataset"}
            data={datasets.map((one) => ({ value: one.id, label: one.name }))}
            value={datasetId}
            onChange={(value) => {
              setDatasetId(value);
              setWeights(null);
              setSplitId(null);
              setLeaks(false);
            }}
            allowDeselect={false}
            searchable
            error={dataset && dataset.annotationCount === 0 ? "This dataset has no annotations yet" : null}
          />
          <Select
            label="Split"
            placeholder={dataset?.splits.length === 0 ? "Stratified 80/20, made now" : "Newest split"}
            data={(dataset?.splits ?? []).map((split) => ({ value: split.id, label: split.name }))}
            value={splitId}
            onChange={(value) => {
              setSplitId(value);
              setLeaks(false);
            }}
            clearable
          />
          <Select
            label="Recipe"
            data={[...RECIPES]}
            value={recipe}
            onChange={(value) => {
              setRecipe((value ?? "MININET") as Recipe);
              setPreset(null);
              setWeights(null);
              setOverrides({});
            }}
            allowDeselect={false}
          />
          <Select
            label="Preset"
            data={presets.map((one) => one.name)}
            value={preset?.name ?? null}
            onChange={(value) => {
              setPreset(value);
              setOverrides({});
            }}
            allowDeselect={false}
          />
        </SimpleGrid>
        {preset?.description ? (
          <Text size="sm" c="dimmed">
            {preset.description}
          </Text>
        ) : null}
        {dataset ? (
          <InitialWeightsField
            datasetId={dataset.id}
            projectId={dataset.project.id}
            recipe={recipe}
            value={weights}
            onChange={setWeights}
          />
        ) : null}
        <TextInput
          label="Name"
          placeholder="Given by the server when left empty"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {preset ? (
          <>
            {allSettings ? null : <SettingsForm preset={base} edited={edited} onChange={change} keys={MAIN_SETTINGS} />}
            <Collapse expanded={allSettings}>
              {allSettings ? <SettingsForm preset={base} edited={edited} onChange={change} /> : null}
            </Collapse>
            <Button
              variant="subtle"
              size="compact-sm"
              w="fit-content"
              leftSection={allSettings ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
              onClick={toggle.toggle}
              aria-expanded={allSettings}
            >
              {allSettings ? "Fewer settings" : "All settings"}
            </Button>
          </>
        ) : null}
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={requestShown ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
            onClick={request.toggle}
            aria-expanded={requestShown}
          >
            The GraphQL mutation this sends
          </Button>
          {requestShown ? <LaunchRequest input={input} /> : null}
        </div>
        {problem ? (
          <Alert color="red" icon={<IconAlertCircle size={18} />} role="alert">
            {problem}
          </Alert>
        ) : null}
        {leaks ? (
          <Checkbox
            checked={allowLeakage}
            onChange={(event) => setAllowLeakage(event.currentTarget.checked)}
            label="Train on the leaking split anyway"
            description="The run keeps what leaked, and its page shows it."
          />
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            leftSection={<IconPlayerPlay size={16} />}
            disabled={!dataset || (recipe === "TRANSFER" && weights === null)}
            loading={launch.fetching}
          >
            Launch run
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

"use client";

import { Button, Checkbox, Collapse, Select, SimpleGrid, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useFieldProblem } from "../../feedback/FieldProblems.tsx";
import { SettingsForm } from "../configuration/SettingsForm.tsx";
import { InitialWeightsField } from "../weightsFile/InitialWeightsField.tsx";
import { weightsChoiceOf } from "./cloneSource.ts";
import { FrozenDataField } from "./FrozenDataField.tsx";
import { LaunchEstimate } from "./LaunchEstimate.tsx";
import { type LaunchDraft, RECIPES } from "./useLaunchDraft.ts";

const MAIN_SETTINGS = ["epochs", "maxSteps", "batchSize", "learningRate", "seed", "minSizePx"];

/** What a launch is chosen by; `children` stand between the data and the settings. */
export function LaunchFields({ draft, children }: { readonly draft: LaunchDraft; readonly children?: ReactNode }) {
  const { datasets, dataset, recipe, presets, preset, edited, source } = draft;
  const [allSettings, toggle] = useDisclosure(false);
  const datasetProblem = useFieldProblem("datasetId", dataset?.id);
  const presetProblem = useFieldProblem("preset", preset?.name);
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label="Dataset"
          placeholder={datasets.length === 0 ? "Create a dataset first" : "Choose a dataset"}
          data={datasets.map((one) => ({ value: one.id, label: one.name }))}
          value={dataset?.id ?? null}
          onChange={draft.chooseDataset}
          allowDeselect={false}
          searchable
          error={
            datasetProblem ?? (dataset && dataset.annotationCount === 0 ? "This dataset has no annotations yet" : null)
          }
        />
        <FrozenDataField
          datasetId={dataset?.id ?? null}
          splits={dataset?.splits ?? []}
          value={draft.frozen}
          onChange={draft.chooseFrozen}
          source={source?.dataset?.id === dataset?.id ? (source?.snapshot ?? null) : null}
        />
        <Select
          label="Recipe"
          data={[...RECIPES]}
          value={recipe}
          onChange={(value) => draft.chooseRecipe(value ?? "MININET")}
          allowDeselect={false}
        />
        <Select
          label="Preset"
          data={presets.map((one) => ({
            value: one.name,
            label: `${one.name} · for ${one.suits === "GENERATED_SCENES" ? "generated scenes" : "photographs"}`,
          }))}
          value={preset?.name ?? null}
          onChange={draft.choosePreset}
          allowDeselect={false}
          error={presetProblem}
        />
      </SimpleGrid>
      {preset?.description ? (
        <Text size="sm" c="dimmed">
          {preset.description}{" "}
          {preset.suits === "GENERATED_SCENES" ? "Made for generated scenes." : "Made for photographs."}
        </Text>
      ) : null}
      {dataset ? (
        <InitialWeightsField
          datasetId={dataset.id}
          projectId={dataset.project.id}
          recipe={recipe}
          value={draft.weights}
          onChange={draft.setWeights}
          source={source === null ? null : weightsChoiceOf(source)}
        />
      ) : null}
      {children}
      {preset ? (
        <>
          {allSettings ? null : (
            <SettingsForm
              preset={draft.reference}
              edited={edited}
              onChange={draft.changeSetting}
              about={draft.about}
              keys={MAIN_SETTINGS}
            />
          )}
          <Collapse expanded={allSettings}>
            {allSettings ? (
              <SettingsForm
                preset={draft.reference}
                edited={edited}
                onChange={draft.changeSetting}
                about={draft.about}
              />
            ) : null}
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
          <LaunchEstimate draft={draft} />
        </>
      ) : null}
    </>
  );
}

/** Asked once the server has said that the split leaks. */
export function LeakageField({ draft }: { readonly draft: LaunchDraft }) {
  if (!draft.leaks) return null;
  return (
    <Checkbox
      checked={draft.allowLeakage}
      onChange={(event) => draft.setAllowLeakage(event.currentTarget.checked)}
      label="Train on the leaking split anyway"
      description="The run records the leakage and shows it on its page."
    />
  );
}

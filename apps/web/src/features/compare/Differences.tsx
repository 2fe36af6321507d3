"use client";

import { Group, Switch, Title } from "@mantine/core";
import { useQueryState } from "../../url/useQueryState.ts";
import { type Configuration, formatSetting, settingLabel } from "../configuration/settings.ts";
import classes from "./Compare.module.css";
import type { ComparedRun } from "./comparedRun.ts";
import { DifferenceTable } from "./DifferenceTable.tsx";
import { SnapshotComparison } from "./SnapshotComparison.tsx";

/** In what the runs differ: settings, what they ran on, and data. By default only that. */
export function Differences({ runs }: { runs: readonly ComparedRun[] }) {
  const [shown, setShown] = useQueryState("show");
  const onlyDifferent = shown !== "all";
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Title order={2}>Configuration</Title>
        <Switch
          size="sm"
          label="Only differences"
          checked={onlyDifferent}
          onChange={(event) => setShown(event.currentTarget.checked ? null : "all")}
        />
      </Group>
      <DifferenceTable
        runs={runs}
        recordOf={({ recipe, preset, seed, configuration }) => ({
          recipe,
          preset,
          seed,
          ...(configuration as Configuration),
        })}
        labelOf={settingLabel}
        format={formatSetting}
        onlyDifferent={onlyDifferent}
        same="These runs have the same configuration, including the seed."
      />
      <section className={classes.section}>
        <Title order={2} mb="sm">
          Environment
        </Title>
        <DifferenceTable
          runs={runs}
          recordOf={({ provenance }) => flatten((provenance ?? {}) as Readonly<Record<string, unknown>>)}
          labelOf={settingLabel}
          format={formatSetting}
          onlyDifferent={onlyDifferent}
          same="As far as is known, these runs used the same code, engine, device and versions."
        />
      </section>
      <section className={classes.section}>
        <Title order={2} mb="sm">
          Data
        </Title>
        <SnapshotComparison runs={runs} />
      </section>
    </>
  );
}

/** A process is another one with every run; that tells nothing. */
const NO_DIFFERENCE: ReadonlySet<string> = new Set(["processId"]);

/** Values of objects under their own names, so that one version that differs does not make all of them differ. */
function flatten(record: Readonly<Record<string, unknown>>, prefix = ""): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => {
      if (NO_DIFFERENCE.has(key)) return [];
      const name = prefix + key;
      return typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(flatten(value as Record<string, unknown>, `${name} `))
        : [[name, value]];
    }),
  );
}

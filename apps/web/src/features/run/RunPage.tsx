"use client";

import { Alert, Skeleton, Tabs } from "@mantine/core";
import { IconAlertCircle, IconClock, IconPlayerStop } from "@tabler/icons-react";
import Link from "next/link";
import { type ReactNode, useEffect } from "react";
import { useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { formatMetric, formatPercentage } from "../../format/formatNumber.ts";
import { describeError } from "../../graph/describeError.ts";
import { useConnectionStatus } from "../../graph/GraphProvider.tsx";
import { graphql } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import { CheckpointsTab } from "../checkpoint/CheckpointsTab.tsx";
import { ConfigurationTab, configurationTabFragment } from "../configuration/ConfigurationTab.tsx";
import { PredictionsTab } from "../evaluation/PredictionsTab.tsx";
import { ImageLossTab } from "../imageLoss/ImageLossTab.tsx";
import { CurvesTab } from "../metricSeries/CurvesTab.tsx";
import { ModelVersionBadges, modelVersionBadgeFragment } from "../registeredModel/ModelVersionBadges.tsx";
import { ArtifactsTab } from "../runArtifact/ArtifactsTab.tsx";
import { describeStop, SweepRunStatus } from "../sweep/SweepRunStatus.tsx";
import { CancelRunButton } from "./CancelRunButton.tsx";
import { CloneRunButton } from "./CloneRunButton.tsx";
import { RetryRunButton } from "./RetryRunButton.tsx";
import { RunDataChanges } from "./RunDataChanges.tsx";
import { RunDataNotes, runDataNotesFragment } from "./RunDataNotes.tsx";
import { RunDuration } from "./RunDuration.tsx";
import { RunLogTab } from "./RunLogTab.tsx";
import { RunNotesTab, runNotesFragment } from "./RunNotesTab.tsx";
import classes from "./RunPage.module.css";
import { RunProgress } from "./RunProgress.tsx";
import { isLive } from "./RunStatusBadge.tsx";
import { useRunEvents } from "./useRunEvents.ts";

const runQuery = graphql(
  `
    query Run($id: ID!) {
      run(id: $id) {
        id
        number
        name
        status
        cancelRequested
        step
        totalSteps
        epoch
        totalEpochs
        bestValue
        attempt
        maxAttempts
        failureReason
        startedAt
        finishedAt
        source
        waitsFor
        recipe
        preset
        sweep {
          id
          number
        }
        sweepStop {
          rung
          rungs
          step
          metric
          value
          needed
        }
        clonedFrom {
          id
          number
        }
        dataset {
          id
          name
        }
        trainer {
          id
          name
        }
        modelVersions {
          id
          ...ModelVersionBadge
        }
        ...ConfigurationTab
        ...RunNotes
        ...RunDataNotes
      }
    }
  `,
  [runNotesFragment, configurationTabFragment, runDataNotesFragment, modelVersionBadgeFragment],
);

const TABS = [
  { value: "curves", label: "Curves" },
  { value: "images", label: "Hardest images" },
  { value: "predictions", label: "Predictions" },
  { value: "checkpoints", label: "Checkpoints" },
  { value: "artifacts", label: "Artifacts" },
  { value: "log", label: "Log" },
  { value: "notes", label: "Notes" },
  { value: "configuration", label: "Configuration" },
] as const;

export function RunPage({ id }: { id: string }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: runQuery,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const run = data?.run ?? null;
  usePageTitle(run?.name);
  const events = useRunEvents(id);
  const { reconnections } = useConnectionStatus();
  const [tabName, setTab] = useQueryState("tab");
  const tab = TABS.find(({ value }) => value === tabName)?.value ?? "curves";

  useEffect(() => {
    if (reconnections > 0) refetch({ requestPolicy: "network-only" });
  }, [reconnections, refetch]);

  if (!run) {
    if (data && !fetching) {
      return <ErrorState title="No such run" message="It may have been deleted, or you may not see it." />;
    }
    if (error && !fetching) {
      return <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />;
    }
    return (
      <div style={{ padding: 28 }} role="status" aria-label="Loading the run">
        <Skeleton h={24} w={260} mb="lg" />
        <Skeleton h={60} mb="lg" radius="lg" />
        <Skeleton h={300} radius="lg" />
      </div>
    );
  }

  const live = isLive(run.status);
  return (
    <>
      <PageHeader
        title={run.name}
        detail={<ModelVersionBadges versions={run.modelVersions} />}
        crumbs={[
          { label: "Runs", href: "/runs" },
          ...(run.dataset ? [{ label: run.dataset.name, href: `/datasets/${run.dataset.id}` }] : []),
        ]}
        actions={
          run.source === "TRAINER" ? (
            <>
              {live ? <CancelRunButton runId={run.id} cancelRequested={run.cancelRequested} /> : null}
              {run.status === "FAILED" || run.status === "CANCELLED" ? <RetryRunButton runId={run.id} /> : null}
              <CloneRunButton runId={run.id} />
            </>
          ) : null
        }
      />
      <dl className={classes.facts}>
        <Fact label="Status">
          <SweepRunStatus run={run} />
        </Fact>
        <Fact label="Step">
          <RunProgress status={run.status} step={run.step} totalSteps={run.totalSteps} width={90} />
        </Fact>
        <Fact label="Epoch">
          {formatMetric(run.epoch)}
          {run.totalEpochs ? ` / ${run.totalEpochs}` : ""}
        </Fact>
        <Fact label="Best AP">{formatPercentage(run.bestValue)}</Fact>
        <Fact label="Duration">
          <RunDuration startedAt={run.startedAt} finishedAt={run.finishedAt} />
        </Fact>
        <Fact label="Trainer">{run.trainer?.name ?? "–"}</Fact>
        <Fact label="Recipe">{run.recipe ? `${run.recipe.toLowerCase()} · ${run.preset}` : "trained elsewhere"}</Fact>
        <Fact label="Run">
          <Link href={`/runs/${run.id}`}>#{run.number}</Link>
          {run.attempt > 1 ? ` · attempt ${run.attempt} of ${run.maxAttempts}` : ""}
          {run.clonedFrom ? (
            <>
              {" "}
              · clone of <Link href={`/runs/${run.clonedFrom.id}`}>#{run.clonedFrom.number}</Link>
            </>
          ) : null}
          {run.sweep ? (
            <>
              {" "}
              · <Link href={`/sweeps/${run.sweep.id}`}>sweep #{run.sweep.number}</Link>
            </>
          ) : null}
        </Fact>
      </dl>
      {run.status === "QUEUED" && run.waitsFor ? (
        <Alert color="gray" icon={<IconClock size={18} />} mx={28} mb="md">
          {run.waitsFor}
        </Alert>
      ) : null}
      {run.status === "SUCCEEDED" && run.sweepStop ? (
        <Alert color="yellow" icon={<IconPlayerStop size={18} />} title="Its sweep stopped it early" mx={28} mb="md">
          {describeStop(run.sweepStop)}
        </Alert>
      ) : null}
      {run.failureReason ? (
        <Alert
          color="red"
          icon={<IconAlertCircle size={18} />}
          title={run.status === "FAILED" ? "The run failed" : "The last attempt failed"}
          mx={28}
          mb="md"
        >
          {run.failureReason}
        </Alert>
      ) : null}
      <RunDataNotes run={run} />
      <RunDataChanges runId={run.id} />
      <Tabs value={tab} onChange={(value) => setTab(value === "curves" ? null : value)}>
        <Tabs.List px={28}>
          {TABS.filter(({ value }) => value !== "artifacts" || run.source === "EXTERNAL").map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="curves" className={classes.panel ?? ""}>
          <CurvesTab runId={id} live={live} events={events} />
        </Tabs.Panel>
        <Tabs.Panel value="images" className={classes.panel ?? ""}>
          <ImageLossTab runId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="predictions" className={classes.panel ?? ""}>
          <PredictionsTab runId={id} live={live} events={events} />
        </Tabs.Panel>
        <Tabs.Panel value="checkpoints" className={classes.panel ?? ""}>
          <CheckpointsTab runId={id} live={live} events={events} />
        </Tabs.Panel>
        <Tabs.Panel value="artifacts" className={classes.panel ?? ""}>
          <ArtifactsTab runId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="log" className={classes.panel ?? ""}>
          <RunLogTab runId={id} live={live} events={events} />
        </Tabs.Panel>
        <Tabs.Panel value="notes" className={classes.panel ?? ""}>
          <RunNotesTab key={run.id} run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="configuration" className={classes.panel ?? ""}>
          <ConfigurationTab run={run} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

"use client";

import { Skeleton, Tabs } from "@mantine/core";
import { useEffect } from "react";
import { useQuery } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { useConnectionStatus } from "../../graph/GraphProvider.tsx";
import { graphql } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { PageTabs } from "../../shell/PageTabs.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { useQueryChoice } from "../../url/useQueryChoice.ts";
import { CheckpointsTab } from "../checkpoint/CheckpointsTab.tsx";
import { ConfigurationTab, configurationTabFragment } from "../configuration/ConfigurationTab.tsx";
import { PredictionsTab } from "../evaluation/PredictionsTab.tsx";
import { ImageLossTab } from "../imageLoss/ImageLossTab.tsx";
import { CurvesTab } from "../metricSeries/CurvesTab.tsx";
import { ModelVersionBadges, modelVersionBadgeFragment } from "../registeredModel/ModelVersionBadges.tsx";
import { ArtifactsTab } from "../runArtifact/ArtifactsTab.tsx";
import { CancelRunButton } from "./CancelRunButton.tsx";
import { CloneRunButton } from "./CloneRunButton.tsx";
import { RetryRunButton } from "./RetryRunButton.tsx";
import { RunDataChanges } from "./RunDataChanges.tsx";
import { RunDataNotes, runDataNotesFragment } from "./RunDataNotes.tsx";
import { RunFacts, runFactsFragment } from "./RunFacts.tsx";
import { RunLogTab } from "./RunLogTab.tsx";
import { RunNotesTab, runNotesFragment } from "./RunNotesTab.tsx";
import { RunNotices, runNoticesFragment } from "./RunNotices.tsx";
import classes from "./RunPage.module.css";
import { isLive } from "./RunStatusBadge.tsx";
import { useRunEvents } from "./useRunEvents.ts";

const runQuery = graphql(
  `
    query Run($id: ID!) {
      run(id: $id) {
        id
        name
        status
        cancelRequested
        source
        dataset {
          id
          name
        }
        modelVersions {
          id
          ...ModelVersionBadge
        }
        ...RunFacts
        ...RunNotices
        ...ConfigurationTab
        ...RunNotes
        ...RunDataNotes
      }
    }
  `,
  [
    runFactsFragment,
    runNoticesFragment,
    runNotesFragment,
    configurationTabFragment,
    runDataNotesFragment,
    modelVersionBadgeFragment,
  ],
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
  const [tab, setTab] = useQueryChoice("tab", TABS);

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
      <RunFacts run={run} />
      <RunNotices run={run} />
      <RunDataNotes run={run} />
      <RunDataChanges runId={run.id} />
      <PageTabs
        tabs={TABS.filter(({ value }) => value !== "artifacts" || run.source === "EXTERNAL")}
        value={tab}
        onChange={setTab}
      >
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
      </PageTabs>
    </>
  );
}

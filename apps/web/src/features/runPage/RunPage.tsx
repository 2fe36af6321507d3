"use client";

import { Tabs } from "@mantine/core";
import { useQuery } from "urql";
import { graphql } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { PageTabs } from "../../shell/PageTabs.tsx";
import { ReadState } from "../../shell/ReadState.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { useCanonicalAddress } from "../../url/useCanonicalAddress.ts";
import { useQueryChoice } from "../../url/useQueryChoice.ts";
import { CheckpointsTab } from "../checkpoint/CheckpointsTab.tsx";
import { ConfigurationTab, configurationTabFragment } from "../configuration/ConfigurationTab.tsx";
import { PredictionsTab } from "../evaluation/PredictionsTab.tsx";
import { ImageLossTab } from "../imageLoss/ImageLossTab.tsx";
import { CurvesTab } from "../metricSeries/CurvesTab.tsx";
import { ModelVersionBadges, modelVersionBadgeFragment } from "../registeredModel/ModelVersionBadges.tsx";
import { CancelRunButton } from "../run/CancelRunButton.tsx";
import { CloneRunButton } from "../run/CloneRunButton.tsx";
import { RetryRunButton } from "../run/RetryRunButton.tsx";
import { RunDataNotes, runDataNotesFragment } from "../run/RunDataNotes.tsx";
import { RunLogTab } from "../run/RunLogTab.tsx";
import { RunNotesTab, runNotesFragment } from "../run/RunNotesTab.tsx";
import { isLive } from "../run/RunStatusBadge.tsx";
import { RUN_NOT_FOUND } from "../run/runNotFound.ts";
import { useRunEvents } from "../run/useRunEvents.ts";
import { ArtifactsTab } from "../runArtifact/ArtifactsTab.tsx";
import { RunDataChanges } from "./RunDataChanges.tsx";
import { RunFacts, runFactsFragment } from "./RunFacts.tsx";
import { RunNotices, runNoticesFragment } from "./RunNotices.tsx";
import classes from "./RunPage.module.css";

const runQuery = graphql(
  `
    query Run($id: ID!) {
      run(id: $id) {
        id
        url
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
  const [read, refetch] = useQuery({
    query: runQuery,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const run = read.data?.run ?? null;
  usePageTitle(run?.name);
  useCanonicalAddress(run?.id === id ? run.url : undefined);
  const events = useRunEvents(id);
  const [tab, setTab] = useQueryChoice("tab", TABS);

  if (!run) {
    return <ReadState read={read} onRetry={() => refetch({ requestPolicy: "network-only" })} {...RUN_NOT_FOUND} />;
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

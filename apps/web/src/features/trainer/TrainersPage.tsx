"use client";

import { Skeleton } from "@mantine/core";
import { useEffect } from "react";
import { useQuery, useSubscription } from "urql";
import { ErrorState } from "../../feedback/ErrorState.tsx";
import { describeError } from "../../graph/describeError.ts";
import { graphql } from "../../graph/graphql.ts";
import { PageHeader } from "../../shell/PageHeader.tsx";
import { usePageTitle } from "../../shell/usePageTitle.ts";
import { QueuedRuns, queuedRunFragment } from "./QueuedRuns.tsx";
import { QueueSwitch, queueSwitchFragment } from "./QueueSwitch.tsx";
import { TrainersTable, trainerRowFragment } from "./TrainersTable.tsx";

const trainersQuery = graphql(
  `
    query TrainersAndQueue {
      trainers {
        id
        ...TrainerRow
      }
      projects {
        id
        ...QueueSwitch
      }
      runs(first: 100, status: [QUEUED]) {
        edges {
          node {
            id
            ...QueuedRun
          }
        }
      }
    }
  `,
  [trainerRowFragment, queueSwitchFragment, queuedRunFragment],
);

const queueChanged = graphql(`
  subscription QueueChanged {
    runsChanged {
      id
      status
    }
  }
`);

/** A trainer that is lost says nothing, so its silence has to be looked for. */
const REFRESH_MS = 10_000;

/** Who trains, on what, and what waits for whom. */
export function TrainersPage() {
  usePageTitle("Trainers");
  const [{ data, error, fetching }, refetch] = useQuery({ query: trainersQuery, requestPolicy: "cache-and-network" });
  const [change] = useSubscription({ query: queueChanged });
  const changed = `${change.data?.runsChanged.id} ${change.data?.runsChanged.status}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a run's change is the reason to read again
  useEffect(() => {
    refetch({ requestPolicy: "network-only" });
    const timer = setInterval(() => refetch({ requestPolicy: "network-only" }), REFRESH_MS);
    return () => clearInterval(timer);
  }, [refetch, changed]);

  return (
    <>
      <PageHeader title="Trainers" actions={data ? <QueueSwitch projects={data.projects} /> : null} />
      <div style={{ padding: "8px var(--my-page-inset) 60px" }}>
        {data ? (
          <>
            <TrainersTable trainers={data.trainers} />
            <QueuedRuns runs={data.runs.edges.map(({ node }) => node)} />
          </>
        ) : error && !fetching ? (
          <ErrorState message={describeError(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} />
        ) : (
          <Skeleton h={260} radius="lg" role="status" aria-label="Loading trainers" />
        )}
      </div>
    </>
  );
}
